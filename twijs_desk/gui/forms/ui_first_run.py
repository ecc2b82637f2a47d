# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'first_run.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QFrame, QHBoxLayout,
    QLabel, QLineEdit, QProgressBar, QPushButton,
    QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout,
    QWidget)

from twijs_desk.gui.widgets.form_fields import (FormChoice, FormLabel)

class Ui_FirstRun(object):
    def setupUi(self, FirstRun):
        if not FirstRun.objectName():
            FirstRun.setObjectName(u"FirstRun")
        self.FirstRun_layout = QVBoxLayout(FirstRun)
        self.FirstRun_layout.setSpacing(0)
        self.FirstRun_layout.setObjectName(u"FirstRun_layout")
        self.FirstRun_layout.setContentsMargins(0, 0, 0, 0)
        self.scroll = QScrollArea(FirstRun)
        self.scroll.setObjectName(u"scroll")
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_body = QWidget()
        self.scroll_body.setObjectName(u"scroll_body")
        self.scroll_body_layout = QVBoxLayout(self.scroll_body)
        self.scroll_body_layout.setSpacing(8)
        self.scroll_body_layout.setObjectName(u"scroll_body_layout")
        self.scroll_body_layout.setContentsMargins(24, 24, 24, 24)
        self.page_row = QHBoxLayout()
        self.page_row.setSpacing(24)
        self.page_row.setObjectName(u"page_row")
        self.page_row.setContentsMargins(0, 0, 0, 0)
        self.space_8 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.page_row.addItem(self.space_8)

        self.left = QVBoxLayout()
        self.left.setSpacing(16)
        self.left.setObjectName(u"left")
        self.left.setContentsMargins(0, 0, 0, 0)
        self.title = FormLabel(self.scroll_body)
        self.title.setObjectName(u"title")
        self.title.setProperty(u"role", u"h1")
        self.title.setProperty(u"tone", u"text")
        self.title.setWordWrap(True)

        self.left.addWidget(self.title)

        self.intro = FormLabel(self.scroll_body)
        self.intro.setObjectName(u"intro")
        self.intro.setProperty(u"role", u"body")
        self.intro.setProperty(u"tone", u"text2")
        self.intro.setWordWrap(True)

        self.left.addWidget(self.intro)

        self.message = QFrame(self.scroll_body)
        self.message.setObjectName(u"message")
        self.message.setProperty(u"kind", u"warn")
        self.message_layout = QVBoxLayout(self.message)
        self.message_layout.setSpacing(8)
        self.message_layout.setObjectName(u"message_layout")
        self.message_layout.setContentsMargins(16, 12, 16, 12)
        self.message_label = FormLabel(self.message)
        self.message_label.setObjectName(u"message_label")
        self.message_label.setProperty(u"role", u"body")
        self.message_label.setProperty(u"tone", u"text")
        self.message_label.setWordWrap(True)

        self.message_layout.addWidget(self.message_label)


        self.left.addWidget(self.message)

        self.passphrase_card = QFrame(self.scroll_body)
        self.passphrase_card.setObjectName(u"passphrase_card")
        self.passphrase_card.setProperty(u"kind", u"card")
        self.passphrase_card_layout = QVBoxLayout(self.passphrase_card)
        self.passphrase_card_layout.setSpacing(12)
        self.passphrase_card_layout.setObjectName(u"passphrase_card_layout")
        self.passphrase_card_layout.setContentsMargins(24, 20, 24, 20)
        self.passphrase_title = FormLabel(self.passphrase_card)
        self.passphrase_title.setObjectName(u"passphrase_title")
        self.passphrase_title.setProperty(u"role", u"h2")
        self.passphrase_title.setProperty(u"tone", u"text")
        self.passphrase_title.setWordWrap(True)

        self.passphrase_card_layout.addWidget(self.passphrase_title)

        self.passphrase_advice = FormLabel(self.passphrase_card)
        self.passphrase_advice.setObjectName(u"passphrase_advice")
        self.passphrase_advice.setProperty(u"role", u"body")
        self.passphrase_advice.setProperty(u"tone", u"text2")
        self.passphrase_advice.setWordWrap(True)

        self.passphrase_card_layout.addWidget(self.passphrase_advice)

        self.passphrase_box = QVBoxLayout()
        self.passphrase_box.setSpacing(8)
        self.passphrase_box.setObjectName(u"passphrase_box")
        self.passphrase_box.setContentsMargins(0, 0, 0, 0)
        self.passphrase_label = QLabel(self.passphrase_card)
        self.passphrase_label.setObjectName(u"passphrase_label")
        self.passphrase_label.setProperty(u"role", u"bold")
        self.passphrase_label.setProperty(u"tone", u"text")

        self.passphrase_box.addWidget(self.passphrase_label)

        self.passphrase_row = QHBoxLayout()
        self.passphrase_row.setSpacing(8)
        self.passphrase_row.setObjectName(u"passphrase_row")
        self.passphrase_row.setContentsMargins(0, 0, 0, 0)
        self.passphrase = QLineEdit(self.passphrase_card)
        self.passphrase.setObjectName(u"passphrase")
        self.passphrase.setProperty(u"kind", u"field")
        self.passphrase.setMinimumSize(QSize(0, 36))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)

        self.passphrase_row.addWidget(self.passphrase)

        self.eye_button = QPushButton(self.passphrase_card)
        self.eye_button.setObjectName(u"eye_button")
        self.eye_button.setProperty(u"kind", u"icon")
        self.eye_button.setMinimumSize(QSize(36, 36))
        self.eye_button.setCheckable(True)

        self.passphrase_row.addWidget(self.eye_button)


        self.passphrase_box.addLayout(self.passphrase_row)

        self.strength_label = QLabel(self.passphrase_card)
        self.strength_label.setObjectName(u"strength_label")
        self.strength_label.setProperty(u"role", u"small")
        self.strength_label.setProperty(u"tone", u"text2")
        self.strength_label.setWordWrap(True)

        self.passphrase_box.addWidget(self.strength_label)


        self.passphrase_card_layout.addLayout(self.passphrase_box)

        self.repeat_box = QVBoxLayout()
        self.repeat_box.setSpacing(4)
        self.repeat_box.setObjectName(u"repeat_box")
        self.repeat_box.setContentsMargins(0, 0, 0, 0)
        self.repeat_head = QHBoxLayout()
        self.repeat_head.setSpacing(8)
        self.repeat_head.setObjectName(u"repeat_head")
        self.repeat_head.setContentsMargins(0, 0, 0, 0)
        self.repeat_label = QLabel(self.passphrase_card)
        self.repeat_label.setObjectName(u"repeat_label")
        self.repeat_label.setProperty(u"role", u"bold")
        self.repeat_label.setProperty(u"tone", u"text")

        self.repeat_head.addWidget(self.repeat_label)

        self.repeat_hint = FormLabel(self.passphrase_card)
        self.repeat_hint.setObjectName(u"repeat_hint")
        self.repeat_hint.setProperty(u"role", u"small")
        self.repeat_hint.setProperty(u"tone", u"text3")
        self.repeat_hint.setWordWrap(True)

        self.repeat_head.addWidget(self.repeat_hint)

        self.repeat_head.setStretch(1, 1)

        self.repeat_box.addLayout(self.repeat_head)

        self.repeat = QLineEdit(self.passphrase_card)
        self.repeat.setObjectName(u"repeat")
        self.repeat.setProperty(u"kind", u"field")
        self.repeat.setMinimumSize(QSize(0, 36))
        self.repeat.setEchoMode(QLineEdit.EchoMode.Password)

        self.repeat_box.addWidget(self.repeat)


        self.passphrase_card_layout.addLayout(self.repeat_box)


        self.left.addWidget(self.passphrase_card)

        self.school_card = QFrame(self.scroll_body)
        self.school_card.setObjectName(u"school_card")
        self.school_card.setProperty(u"kind", u"card")
        self.school_card_layout = QVBoxLayout(self.school_card)
        self.school_card_layout.setSpacing(12)
        self.school_card_layout.setObjectName(u"school_card_layout")
        self.school_card_layout.setContentsMargins(24, 20, 24, 20)
        self.school_title = FormLabel(self.school_card)
        self.school_title.setObjectName(u"school_title")
        self.school_title.setProperty(u"role", u"h2")
        self.school_title.setProperty(u"tone", u"text")
        self.school_title.setWordWrap(True)

        self.school_card_layout.addWidget(self.school_title)

        self.school_row1 = QHBoxLayout()
        self.school_row1.setSpacing(16)
        self.school_row1.setObjectName(u"school_row1")
        self.school_row1.setContentsMargins(0, 0, 0, 0)
        self.school_name_box = QVBoxLayout()
        self.school_name_box.setSpacing(4)
        self.school_name_box.setObjectName(u"school_name_box")
        self.school_name_box.setContentsMargins(0, 0, 0, 0)
        self.school_name_head = QHBoxLayout()
        self.school_name_head.setSpacing(8)
        self.school_name_head.setObjectName(u"school_name_head")
        self.school_name_head.setContentsMargins(0, 0, 0, 0)
        self.school_name_label = QLabel(self.school_card)
        self.school_name_label.setObjectName(u"school_name_label")
        self.school_name_label.setProperty(u"role", u"bold")
        self.school_name_label.setProperty(u"tone", u"text")

        self.school_name_head.addWidget(self.school_name_label)

        self.school_name_hint = FormLabel(self.school_card)
        self.school_name_hint.setObjectName(u"school_name_hint")
        self.school_name_hint.setProperty(u"role", u"small")
        self.school_name_hint.setProperty(u"tone", u"text3")
        self.school_name_hint.setWordWrap(True)

        self.school_name_head.addWidget(self.school_name_hint)

        self.school_name_head.setStretch(1, 1)

        self.school_name_box.addLayout(self.school_name_head)

        self.school_name = QLineEdit(self.school_card)
        self.school_name.setObjectName(u"school_name")
        self.school_name.setProperty(u"kind", u"field")
        self.school_name.setMinimumSize(QSize(0, 36))

        self.school_name_box.addWidget(self.school_name)


        self.school_row1.addLayout(self.school_name_box)

        self.school_code_box = QVBoxLayout()
        self.school_code_box.setSpacing(4)
        self.school_code_box.setObjectName(u"school_code_box")
        self.school_code_box.setContentsMargins(0, 0, 0, 0)
        self.school_code_head = QHBoxLayout()
        self.school_code_head.setSpacing(8)
        self.school_code_head.setObjectName(u"school_code_head")
        self.school_code_head.setContentsMargins(0, 0, 0, 0)
        self.school_code_label = QLabel(self.school_card)
        self.school_code_label.setObjectName(u"school_code_label")
        self.school_code_label.setProperty(u"role", u"bold")
        self.school_code_label.setProperty(u"tone", u"text")

        self.school_code_head.addWidget(self.school_code_label)

        self.school_code_hint = FormLabel(self.school_card)
        self.school_code_hint.setObjectName(u"school_code_hint")
        self.school_code_hint.setProperty(u"role", u"small")
        self.school_code_hint.setProperty(u"tone", u"text3")
        self.school_code_hint.setWordWrap(True)

        self.school_code_head.addWidget(self.school_code_hint)

        self.school_code_head.setStretch(1, 1)

        self.school_code_box.addLayout(self.school_code_head)

        self.school_code = QLineEdit(self.school_card)
        self.school_code.setObjectName(u"school_code")
        self.school_code.setProperty(u"kind", u"field")
        self.school_code.setMinimumSize(QSize(0, 36))

        self.school_code_box.addWidget(self.school_code)


        self.school_row1.addLayout(self.school_code_box)

        self.school_row1.setStretch(0, 3)
        self.school_row1.setStretch(1, 2)

        self.school_card_layout.addLayout(self.school_row1)

        self.school_row2 = QHBoxLayout()
        self.school_row2.setSpacing(16)
        self.school_row2.setObjectName(u"school_row2")
        self.school_row2.setContentsMargins(0, 0, 0, 0)
        self.brin_box = QVBoxLayout()
        self.brin_box.setSpacing(4)
        self.brin_box.setObjectName(u"brin_box")
        self.brin_box.setContentsMargins(0, 0, 0, 0)
        self.brin_head = QHBoxLayout()
        self.brin_head.setSpacing(8)
        self.brin_head.setObjectName(u"brin_head")
        self.brin_head.setContentsMargins(0, 0, 0, 0)
        self.brin_label = QLabel(self.school_card)
        self.brin_label.setObjectName(u"brin_label")
        self.brin_label.setProperty(u"role", u"bold")
        self.brin_label.setProperty(u"tone", u"text")

        self.brin_head.addWidget(self.brin_label)

        self.brin_hint = FormLabel(self.school_card)
        self.brin_hint.setObjectName(u"brin_hint")
        self.brin_hint.setProperty(u"role", u"small")
        self.brin_hint.setProperty(u"tone", u"text3")
        self.brin_hint.setWordWrap(True)

        self.brin_head.addWidget(self.brin_hint)

        self.brin_head.setStretch(1, 1)

        self.brin_box.addLayout(self.brin_head)

        self.brin = QLineEdit(self.school_card)
        self.brin.setObjectName(u"brin")
        self.brin.setProperty(u"kind", u"field")
        self.brin.setMinimumSize(QSize(0, 36))

        self.brin_box.addWidget(self.brin)


        self.school_row2.addLayout(self.brin_box)

        self.law_box = QVBoxLayout()
        self.law_box.setSpacing(4)
        self.law_box.setObjectName(u"law_box")
        self.law_box.setContentsMargins(0, 0, 0, 0)
        self.law_head = QHBoxLayout()
        self.law_head.setSpacing(8)
        self.law_head.setObjectName(u"law_head")
        self.law_head.setContentsMargins(0, 0, 0, 0)
        self.law_label = QLabel(self.school_card)
        self.law_label.setObjectName(u"law_label")
        self.law_label.setProperty(u"role", u"bold")
        self.law_label.setProperty(u"tone", u"text")

        self.law_head.addWidget(self.law_label)

        self.law_hint = FormLabel(self.school_card)
        self.law_hint.setObjectName(u"law_hint")
        self.law_hint.setProperty(u"role", u"small")
        self.law_hint.setProperty(u"tone", u"text3")
        self.law_hint.setWordWrap(True)

        self.law_head.addWidget(self.law_hint)

        self.law_head.setStretch(1, 1)

        self.law_box.addLayout(self.law_head)

        self.law = FormChoice(self.school_card)
        self.law.setObjectName(u"law")
        self.law.setMinimumSize(QSize(0, 36))

        self.law_box.addWidget(self.law)


        self.school_row2.addLayout(self.law_box)

        self.school_row2.setStretch(0, 1)
        self.school_row2.setStretch(1, 1)

        self.school_card_layout.addLayout(self.school_row2)

        self.organisation_box = QVBoxLayout()
        self.organisation_box.setSpacing(4)
        self.organisation_box.setObjectName(u"organisation_box")
        self.organisation_box.setContentsMargins(0, 0, 0, 0)
        self.organisation_head = QHBoxLayout()
        self.organisation_head.setSpacing(8)
        self.organisation_head.setObjectName(u"organisation_head")
        self.organisation_head.setContentsMargins(0, 0, 0, 0)
        self.organisation_label = QLabel(self.school_card)
        self.organisation_label.setObjectName(u"organisation_label")
        self.organisation_label.setProperty(u"role", u"bold")
        self.organisation_label.setProperty(u"tone", u"text")

        self.organisation_head.addWidget(self.organisation_label)

        self.organisation_hint = FormLabel(self.school_card)
        self.organisation_hint.setObjectName(u"organisation_hint")
        self.organisation_hint.setProperty(u"role", u"small")
        self.organisation_hint.setProperty(u"tone", u"text3")
        self.organisation_hint.setWordWrap(True)

        self.organisation_head.addWidget(self.organisation_hint)

        self.organisation_head.setStretch(1, 1)

        self.organisation_box.addLayout(self.organisation_head)

        self.organisation = QLineEdit(self.school_card)
        self.organisation.setObjectName(u"organisation")
        self.organisation.setProperty(u"kind", u"field")
        self.organisation.setMinimumSize(QSize(0, 36))

        self.organisation_box.addWidget(self.organisation)


        self.school_card_layout.addLayout(self.organisation_box)

        self.school_row3 = QHBoxLayout()
        self.school_row3.setSpacing(16)
        self.school_row3.setObjectName(u"school_row3")
        self.school_row3.setContentsMargins(0, 0, 0, 0)
        self.street_box = QVBoxLayout()
        self.street_box.setSpacing(4)
        self.street_box.setObjectName(u"street_box")
        self.street_box.setContentsMargins(0, 0, 0, 0)
        self.street_head = QHBoxLayout()
        self.street_head.setSpacing(8)
        self.street_head.setObjectName(u"street_head")
        self.street_head.setContentsMargins(0, 0, 0, 0)
        self.street_label = QLabel(self.school_card)
        self.street_label.setObjectName(u"street_label")
        self.street_label.setProperty(u"role", u"bold")
        self.street_label.setProperty(u"tone", u"text")

        self.street_head.addWidget(self.street_label)

        self.street_hint = FormLabel(self.school_card)
        self.street_hint.setObjectName(u"street_hint")
        self.street_hint.setProperty(u"role", u"small")
        self.street_hint.setProperty(u"tone", u"text3")
        self.street_hint.setWordWrap(True)

        self.street_head.addWidget(self.street_hint)

        self.street_head.setStretch(1, 1)

        self.street_box.addLayout(self.street_head)

        self.street = QLineEdit(self.school_card)
        self.street.setObjectName(u"street")
        self.street.setProperty(u"kind", u"field")
        self.street.setMinimumSize(QSize(0, 36))

        self.street_box.addWidget(self.street)


        self.school_row3.addLayout(self.street_box)

        self.postcode_box = QVBoxLayout()
        self.postcode_box.setSpacing(4)
        self.postcode_box.setObjectName(u"postcode_box")
        self.postcode_box.setContentsMargins(0, 0, 0, 0)
        self.postcode_head = QHBoxLayout()
        self.postcode_head.setSpacing(8)
        self.postcode_head.setObjectName(u"postcode_head")
        self.postcode_head.setContentsMargins(0, 0, 0, 0)
        self.postcode_label = QLabel(self.school_card)
        self.postcode_label.setObjectName(u"postcode_label")
        self.postcode_label.setProperty(u"role", u"bold")
        self.postcode_label.setProperty(u"tone", u"text")

        self.postcode_head.addWidget(self.postcode_label)

        self.postcode_hint = FormLabel(self.school_card)
        self.postcode_hint.setObjectName(u"postcode_hint")
        self.postcode_hint.setProperty(u"role", u"small")
        self.postcode_hint.setProperty(u"tone", u"text3")
        self.postcode_hint.setWordWrap(True)

        self.postcode_head.addWidget(self.postcode_hint)

        self.postcode_head.setStretch(1, 1)

        self.postcode_box.addLayout(self.postcode_head)

        self.postcode = QLineEdit(self.school_card)
        self.postcode.setObjectName(u"postcode")
        self.postcode.setProperty(u"kind", u"field")
        self.postcode.setMinimumSize(QSize(0, 36))

        self.postcode_box.addWidget(self.postcode)


        self.school_row3.addLayout(self.postcode_box)

        self.city_box = QVBoxLayout()
        self.city_box.setSpacing(4)
        self.city_box.setObjectName(u"city_box")
        self.city_box.setContentsMargins(0, 0, 0, 0)
        self.city_head = QHBoxLayout()
        self.city_head.setSpacing(8)
        self.city_head.setObjectName(u"city_head")
        self.city_head.setContentsMargins(0, 0, 0, 0)
        self.city_label = QLabel(self.school_card)
        self.city_label.setObjectName(u"city_label")
        self.city_label.setProperty(u"role", u"bold")
        self.city_label.setProperty(u"tone", u"text")

        self.city_head.addWidget(self.city_label)

        self.city_hint = FormLabel(self.school_card)
        self.city_hint.setObjectName(u"city_hint")
        self.city_hint.setProperty(u"role", u"small")
        self.city_hint.setProperty(u"tone", u"text3")
        self.city_hint.setWordWrap(True)

        self.city_head.addWidget(self.city_hint)

        self.city_head.setStretch(1, 1)

        self.city_box.addLayout(self.city_head)

        self.city = QLineEdit(self.school_card)
        self.city.setObjectName(u"city")
        self.city.setProperty(u"kind", u"field")
        self.city.setMinimumSize(QSize(0, 36))

        self.city_box.addWidget(self.city)


        self.school_row3.addLayout(self.city_box)

        self.school_row3.setStretch(0, 3)
        self.school_row3.setStretch(1, 1)
        self.school_row3.setStretch(2, 2)

        self.school_card_layout.addLayout(self.school_row3)

        self.school_row4 = QHBoxLayout()
        self.school_row4.setSpacing(16)
        self.school_row4.setObjectName(u"school_row4")
        self.school_row4.setContentsMargins(0, 0, 0, 0)
        self.phone_box = QVBoxLayout()
        self.phone_box.setSpacing(4)
        self.phone_box.setObjectName(u"phone_box")
        self.phone_box.setContentsMargins(0, 0, 0, 0)
        self.phone_head = QHBoxLayout()
        self.phone_head.setSpacing(8)
        self.phone_head.setObjectName(u"phone_head")
        self.phone_head.setContentsMargins(0, 0, 0, 0)
        self.phone_label = QLabel(self.school_card)
        self.phone_label.setObjectName(u"phone_label")
        self.phone_label.setProperty(u"role", u"bold")
        self.phone_label.setProperty(u"tone", u"text")

        self.phone_head.addWidget(self.phone_label)

        self.phone_hint = FormLabel(self.school_card)
        self.phone_hint.setObjectName(u"phone_hint")
        self.phone_hint.setProperty(u"role", u"small")
        self.phone_hint.setProperty(u"tone", u"text3")
        self.phone_hint.setWordWrap(True)

        self.phone_head.addWidget(self.phone_hint)

        self.phone_head.setStretch(1, 1)

        self.phone_box.addLayout(self.phone_head)

        self.phone = QLineEdit(self.school_card)
        self.phone.setObjectName(u"phone")
        self.phone.setProperty(u"kind", u"field")
        self.phone.setMinimumSize(QSize(0, 36))

        self.phone_box.addWidget(self.phone)


        self.school_row4.addLayout(self.phone_box)

        self.school_email_box = QVBoxLayout()
        self.school_email_box.setSpacing(4)
        self.school_email_box.setObjectName(u"school_email_box")
        self.school_email_box.setContentsMargins(0, 0, 0, 0)
        self.school_email_head = QHBoxLayout()
        self.school_email_head.setSpacing(8)
        self.school_email_head.setObjectName(u"school_email_head")
        self.school_email_head.setContentsMargins(0, 0, 0, 0)
        self.school_email_label = QLabel(self.school_card)
        self.school_email_label.setObjectName(u"school_email_label")
        self.school_email_label.setProperty(u"role", u"bold")
        self.school_email_label.setProperty(u"tone", u"text")

        self.school_email_head.addWidget(self.school_email_label)

        self.school_email_hint = FormLabel(self.school_card)
        self.school_email_hint.setObjectName(u"school_email_hint")
        self.school_email_hint.setProperty(u"role", u"small")
        self.school_email_hint.setProperty(u"tone", u"text3")
        self.school_email_hint.setWordWrap(True)

        self.school_email_head.addWidget(self.school_email_hint)

        self.school_email_head.setStretch(1, 1)

        self.school_email_box.addLayout(self.school_email_head)

        self.school_email = QLineEdit(self.school_card)
        self.school_email.setObjectName(u"school_email")
        self.school_email.setProperty(u"kind", u"field")
        self.school_email.setMinimumSize(QSize(0, 36))

        self.school_email_box.addWidget(self.school_email)


        self.school_row4.addLayout(self.school_email_box)


        self.school_card_layout.addLayout(self.school_row4)


        self.left.addWidget(self.school_card)

        self.profile_card = QFrame(self.scroll_body)
        self.profile_card.setObjectName(u"profile_card")
        self.profile_card.setProperty(u"kind", u"card")
        self.profile_card_layout = QVBoxLayout(self.profile_card)
        self.profile_card_layout.setSpacing(12)
        self.profile_card_layout.setObjectName(u"profile_card_layout")
        self.profile_card_layout.setContentsMargins(24, 20, 24, 20)
        self.profile_title = FormLabel(self.profile_card)
        self.profile_title.setObjectName(u"profile_title")
        self.profile_title.setProperty(u"role", u"h2")
        self.profile_title.setProperty(u"tone", u"text")
        self.profile_title.setWordWrap(True)

        self.profile_card_layout.addWidget(self.profile_title)

        self.profile_row1 = QHBoxLayout()
        self.profile_row1.setSpacing(16)
        self.profile_row1.setObjectName(u"profile_row1")
        self.profile_row1.setContentsMargins(0, 0, 0, 0)
        self.profile_name_box = QVBoxLayout()
        self.profile_name_box.setSpacing(4)
        self.profile_name_box.setObjectName(u"profile_name_box")
        self.profile_name_box.setContentsMargins(0, 0, 0, 0)
        self.profile_name_head = QHBoxLayout()
        self.profile_name_head.setSpacing(8)
        self.profile_name_head.setObjectName(u"profile_name_head")
        self.profile_name_head.setContentsMargins(0, 0, 0, 0)
        self.profile_name_label = QLabel(self.profile_card)
        self.profile_name_label.setObjectName(u"profile_name_label")
        self.profile_name_label.setProperty(u"role", u"bold")
        self.profile_name_label.setProperty(u"tone", u"text")

        self.profile_name_head.addWidget(self.profile_name_label)

        self.profile_name_hint = FormLabel(self.profile_card)
        self.profile_name_hint.setObjectName(u"profile_name_hint")
        self.profile_name_hint.setProperty(u"role", u"small")
        self.profile_name_hint.setProperty(u"tone", u"text3")
        self.profile_name_hint.setWordWrap(True)

        self.profile_name_head.addWidget(self.profile_name_hint)

        self.profile_name_head.setStretch(1, 1)

        self.profile_name_box.addLayout(self.profile_name_head)

        self.profile_name = QLineEdit(self.profile_card)
        self.profile_name.setObjectName(u"profile_name")
        self.profile_name.setProperty(u"kind", u"field")
        self.profile_name.setMinimumSize(QSize(0, 36))

        self.profile_name_box.addWidget(self.profile_name)


        self.profile_row1.addLayout(self.profile_name_box)

        self.profile_function_box = QVBoxLayout()
        self.profile_function_box.setSpacing(4)
        self.profile_function_box.setObjectName(u"profile_function_box")
        self.profile_function_box.setContentsMargins(0, 0, 0, 0)
        self.profile_function_head = QHBoxLayout()
        self.profile_function_head.setSpacing(8)
        self.profile_function_head.setObjectName(u"profile_function_head")
        self.profile_function_head.setContentsMargins(0, 0, 0, 0)
        self.profile_function_label = QLabel(self.profile_card)
        self.profile_function_label.setObjectName(u"profile_function_label")
        self.profile_function_label.setProperty(u"role", u"bold")
        self.profile_function_label.setProperty(u"tone", u"text")

        self.profile_function_head.addWidget(self.profile_function_label)

        self.profile_function_hint = FormLabel(self.profile_card)
        self.profile_function_hint.setObjectName(u"profile_function_hint")
        self.profile_function_hint.setProperty(u"role", u"small")
        self.profile_function_hint.setProperty(u"tone", u"text3")
        self.profile_function_hint.setWordWrap(True)

        self.profile_function_head.addWidget(self.profile_function_hint)

        self.profile_function_head.setStretch(1, 1)

        self.profile_function_box.addLayout(self.profile_function_head)

        self.profile_function = QLineEdit(self.profile_card)
        self.profile_function.setObjectName(u"profile_function")
        self.profile_function.setProperty(u"kind", u"field")
        self.profile_function.setMinimumSize(QSize(0, 36))

        self.profile_function_box.addWidget(self.profile_function)


        self.profile_row1.addLayout(self.profile_function_box)


        self.profile_card_layout.addLayout(self.profile_row1)

        self.profile_row2 = QHBoxLayout()
        self.profile_row2.setSpacing(16)
        self.profile_row2.setObjectName(u"profile_row2")
        self.profile_row2.setContentsMargins(0, 0, 0, 0)
        self.board_name_box = QVBoxLayout()
        self.board_name_box.setSpacing(4)
        self.board_name_box.setObjectName(u"board_name_box")
        self.board_name_box.setContentsMargins(0, 0, 0, 0)
        self.board_name_head = QHBoxLayout()
        self.board_name_head.setSpacing(8)
        self.board_name_head.setObjectName(u"board_name_head")
        self.board_name_head.setContentsMargins(0, 0, 0, 0)
        self.board_name_label = QLabel(self.profile_card)
        self.board_name_label.setObjectName(u"board_name_label")
        self.board_name_label.setProperty(u"role", u"bold")
        self.board_name_label.setProperty(u"tone", u"text")

        self.board_name_head.addWidget(self.board_name_label)

        self.board_name_hint = FormLabel(self.profile_card)
        self.board_name_hint.setObjectName(u"board_name_hint")
        self.board_name_hint.setProperty(u"role", u"small")
        self.board_name_hint.setProperty(u"tone", u"text3")
        self.board_name_hint.setWordWrap(True)

        self.board_name_head.addWidget(self.board_name_hint)

        self.board_name_head.setStretch(1, 1)

        self.board_name_box.addLayout(self.board_name_head)

        self.board_name = QLineEdit(self.profile_card)
        self.board_name.setObjectName(u"board_name")
        self.board_name.setProperty(u"kind", u"field")
        self.board_name.setMinimumSize(QSize(0, 36))

        self.board_name_box.addWidget(self.board_name)


        self.profile_row2.addLayout(self.board_name_box)

        self.board_contact_box = QVBoxLayout()
        self.board_contact_box.setSpacing(4)
        self.board_contact_box.setObjectName(u"board_contact_box")
        self.board_contact_box.setContentsMargins(0, 0, 0, 0)
        self.board_contact_head = QHBoxLayout()
        self.board_contact_head.setSpacing(8)
        self.board_contact_head.setObjectName(u"board_contact_head")
        self.board_contact_head.setContentsMargins(0, 0, 0, 0)
        self.board_contact_label = QLabel(self.profile_card)
        self.board_contact_label.setObjectName(u"board_contact_label")
        self.board_contact_label.setProperty(u"role", u"bold")
        self.board_contact_label.setProperty(u"tone", u"text")

        self.board_contact_head.addWidget(self.board_contact_label)

        self.board_contact_hint = FormLabel(self.profile_card)
        self.board_contact_hint.setObjectName(u"board_contact_hint")
        self.board_contact_hint.setProperty(u"role", u"small")
        self.board_contact_hint.setProperty(u"tone", u"text3")
        self.board_contact_hint.setWordWrap(True)

        self.board_contact_head.addWidget(self.board_contact_hint)

        self.board_contact_head.setStretch(1, 1)

        self.board_contact_box.addLayout(self.board_contact_head)

        self.board_contact = QLineEdit(self.profile_card)
        self.board_contact.setObjectName(u"board_contact")
        self.board_contact.setProperty(u"kind", u"field")
        self.board_contact.setMinimumSize(QSize(0, 36))

        self.board_contact_box.addWidget(self.board_contact)


        self.profile_row2.addLayout(self.board_contact_box)


        self.profile_card_layout.addLayout(self.profile_row2)

        self.may_suspend = QCheckBox(self.profile_card)
        self.may_suspend.setObjectName(u"may_suspend")
        self.may_suspend.setProperty(u"role", u"body")

        self.profile_card_layout.addWidget(self.may_suspend)

        self.may_suspend_hint = FormLabel(self.profile_card)
        self.may_suspend_hint.setObjectName(u"may_suspend_hint")
        self.may_suspend_hint.setProperty(u"role", u"small")
        self.may_suspend_hint.setProperty(u"tone", u"text3")
        self.may_suspend_hint.setWordWrap(True)

        self.profile_card_layout.addWidget(self.may_suspend_hint)


        self.left.addWidget(self.profile_card)

        self.space_9 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.left.addItem(self.space_9)


        self.page_row.addLayout(self.left)

        self.side = QWidget(self.scroll_body)
        self.side.setObjectName(u"side")
        self.side.setMinimumSize(QSize(288, 0))
        self.side.setMaximumSize(QSize(312, 16777215))
        self.side_layout = QVBoxLayout(self.side)
        self.side_layout.setSpacing(16)
        self.side_layout.setObjectName(u"side_layout")
        self.side_layout.setContentsMargins(0, 0, 0, 0)
        self.lost_card = QFrame(self.side)
        self.lost_card.setObjectName(u"lost_card")
        self.lost_card.setProperty(u"kind", u"warn")
        self.lost_card_layout = QVBoxLayout(self.lost_card)
        self.lost_card_layout.setSpacing(8)
        self.lost_card_layout.setObjectName(u"lost_card_layout")
        self.lost_card_layout.setContentsMargins(16, 16, 16, 16)
        self.lost_title = FormLabel(self.lost_card)
        self.lost_title.setObjectName(u"lost_title")
        self.lost_title.setProperty(u"role", u"h3")
        self.lost_title.setProperty(u"tone", u"text")
        self.lost_title.setWordWrap(True)

        self.lost_card_layout.addWidget(self.lost_title)

        self.lost_text = FormLabel(self.lost_card)
        self.lost_text.setObjectName(u"lost_text")
        self.lost_text.setProperty(u"role", u"body")
        self.lost_text.setProperty(u"tone", u"text")
        self.lost_text.setWordWrap(True)

        self.lost_card_layout.addWidget(self.lost_text)

        self.lost_advice = FormLabel(self.lost_card)
        self.lost_advice.setObjectName(u"lost_advice")
        self.lost_advice.setProperty(u"role", u"body")
        self.lost_advice.setProperty(u"tone", u"text")
        self.lost_advice.setWordWrap(True)

        self.lost_card_layout.addWidget(self.lost_advice)


        self.side_layout.addWidget(self.lost_card)

        self.place_card = QFrame(self.side)
        self.place_card.setObjectName(u"place_card")
        self.place_card.setProperty(u"kind", u"card")
        self.place_card_layout = QVBoxLayout(self.place_card)
        self.place_card_layout.setSpacing(8)
        self.place_card_layout.setObjectName(u"place_card_layout")
        self.place_card_layout.setContentsMargins(16, 16, 16, 16)
        self.place_title = FormLabel(self.place_card)
        self.place_title.setObjectName(u"place_title")
        self.place_title.setProperty(u"role", u"h3")
        self.place_title.setProperty(u"tone", u"text")
        self.place_title.setWordWrap(True)

        self.place_card_layout.addWidget(self.place_title)

        self.place_text = FormLabel(self.place_card)
        self.place_text.setObjectName(u"place_text")
        self.place_text.setProperty(u"role", u"small")
        self.place_text.setProperty(u"tone", u"text2")
        self.place_text.setWordWrap(True)

        self.place_card_layout.addWidget(self.place_text)

        self.place_note = FormLabel(self.place_card)
        self.place_note.setObjectName(u"place_note")
        self.place_note.setProperty(u"role", u"body")
        self.place_note.setProperty(u"tone", u"text2")
        self.place_note.setWordWrap(True)

        self.place_card_layout.addWidget(self.place_note)


        self.side_layout.addWidget(self.place_card)

        self.example_card = QFrame(self.side)
        self.example_card.setObjectName(u"example_card")
        self.example_card.setProperty(u"kind", u"card")
        self.example_card_layout = QVBoxLayout(self.example_card)
        self.example_card_layout.setSpacing(8)
        self.example_card_layout.setObjectName(u"example_card_layout")
        self.example_card_layout.setContentsMargins(16, 16, 16, 16)
        self.example_title = FormLabel(self.example_card)
        self.example_title.setObjectName(u"example_title")
        self.example_title.setProperty(u"role", u"h3")
        self.example_title.setProperty(u"tone", u"text")
        self.example_title.setWordWrap(True)

        self.example_card_layout.addWidget(self.example_title)

        self.example_text = FormLabel(self.example_card)
        self.example_text.setObjectName(u"example_text")
        self.example_text.setProperty(u"role", u"body")
        self.example_text.setProperty(u"tone", u"text2")
        self.example_text.setWordWrap(True)

        self.example_card_layout.addWidget(self.example_text)

        self.example_row = QHBoxLayout()
        self.example_row.setSpacing(8)
        self.example_row.setObjectName(u"example_row")
        self.example_row.setContentsMargins(0, 0, 0, 0)
        self.example_button = QPushButton(self.example_card)
        self.example_button.setObjectName(u"example_button")
        self.example_button.setProperty(u"kind", u"outlined")
        self.example_button.setProperty(u"role", u"button")
        self.example_button.setMinimumSize(QSize(0, 36))

        self.example_row.addWidget(self.example_button)

        self.space_10 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.example_row.addItem(self.space_10)


        self.example_card_layout.addLayout(self.example_row)


        self.side_layout.addWidget(self.example_card)

        self.space_11 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.side_layout.addItem(self.space_11)


        self.page_row.addWidget(self.side)

        self.space_12 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.page_row.addItem(self.space_12)

        self.page_row.setStretch(1, 1)

        self.scroll_body_layout.addLayout(self.page_row)

        self.scroll.setWidget(self.scroll_body)

        self.FirstRun_layout.addWidget(self.scroll)

        self.foot = QFrame(FirstRun)
        self.foot.setObjectName(u"foot")
        self.foot.setProperty(u"kind", u"foot")
        self.foot_layout = QVBoxLayout(self.foot)
        self.foot_layout.setSpacing(8)
        self.foot_layout.setObjectName(u"foot_layout")
        self.foot_layout.setContentsMargins(24, 12, 24, 12)
        self.foot_row = QHBoxLayout()
        self.foot_row.setSpacing(16)
        self.foot_row.setObjectName(u"foot_row")
        self.foot_row.setContentsMargins(0, 0, 0, 0)
        self.foot_label = FormLabel(self.foot)
        self.foot_label.setObjectName(u"foot_label")
        self.foot_label.setProperty(u"role", u"small")
        self.foot_label.setProperty(u"tone", u"text2")
        self.foot_label.setWordWrap(True)

        self.foot_row.addWidget(self.foot_label)

        self.busy_bar = QProgressBar(self.foot)
        self.busy_bar.setObjectName(u"busy_bar")
        self.busy_bar.setProperty(u"kind", u"thin")
        self.busy_bar.setMaximumSize(QSize(160, 4))
        self.busy_bar.setMaximum(0)
        self.busy_bar.setTextVisible(False)

        self.foot_row.addWidget(self.busy_bar)

        self.create_button = QPushButton(self.foot)
        self.create_button.setObjectName(u"create_button")
        self.create_button.setProperty(u"kind", u"primary")
        self.create_button.setProperty(u"role", u"button")
        self.create_button.setMinimumSize(QSize(0, 40))

        self.foot_row.addWidget(self.create_button)

        self.foot_row.setStretch(0, 1)

        self.foot_layout.addLayout(self.foot_row)


        self.FirstRun_layout.addWidget(self.foot)

#if QT_CONFIG(shortcut)
        self.passphrase_label.setBuddy(self.passphrase)
        self.repeat_label.setBuddy(self.repeat)
        self.school_name_label.setBuddy(self.school_name)
        self.school_code_label.setBuddy(self.school_code)
        self.brin_label.setBuddy(self.brin)
        self.law_label.setBuddy(self.law)
        self.organisation_label.setBuddy(self.organisation)
        self.street_label.setBuddy(self.street)
        self.postcode_label.setBuddy(self.postcode)
        self.city_label.setBuddy(self.city)
        self.phone_label.setBuddy(self.phone)
        self.school_email_label.setBuddy(self.school_email)
        self.profile_name_label.setBuddy(self.profile_name)
        self.profile_function_label.setBuddy(self.profile_function)
        self.board_name_label.setBuddy(self.board_name)
        self.board_contact_label.setBuddy(self.board_contact)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(FirstRun)

        QMetaObject.connectSlotsByName(FirstRun)
    # setupUi

    def retranslateUi(self, FirstRun):
        FirstRun.setWindowTitle(QCoreApplication.translate("FirstRun", u"TWijs Desk", None))
        self.title.setText(QCoreApplication.translate("FirstRun", u"Welkom bij TWijs Desk", None))
        self.intro.setText(QCoreApplication.translate("FirstRun", u"Drie korte stappen, samen ongeveer twee minuten. Alles wat u vastlegt komt in een versleutelde kluis op deze computer.", None))
        self.message_label.setText("")
#if QT_CONFIG(accessibility)
        self.passphrase_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"Kies een wachtzin", None))
#endif // QT_CONFIG(accessibility)
        self.passphrase_title.setText(QCoreApplication.translate("FirstRun", u"1. Kies een wachtzin", None))
        self.passphrase_advice.setText(QCoreApplication.translate("FirstRun", u"Neem een zin van vier of meer woorden die u onthoudt, maar die een ander niet raadt. Langer is beter dan moeilijker.", None))
        self.passphrase_label.setText(QCoreApplication.translate("FirstRun", u"Wachtzin", None))
#if QT_CONFIG(accessibility)
        self.passphrase.setAccessibleName(QCoreApplication.translate("FirstRun", u"Wachtzin", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.eye_button.setAccessibleName(QCoreApplication.translate("FirstRun", u"Wachtzin tonen", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.eye_button.setToolTip(QCoreApplication.translate("FirstRun", u"Wachtzin tonen", None))
#endif // QT_CONFIG(tooltip)
        self.strength_label.setText(QCoreApplication.translate("FirstRun", u"Nog niets getypt.", None))
        self.repeat_label.setText(QCoreApplication.translate("FirstRun", u"Nog een keer, ter controle", None))
        self.repeat_hint.setText("")
#if QT_CONFIG(accessibility)
        self.repeat.setAccessibleName(QCoreApplication.translate("FirstRun", u"Nog een keer, ter controle", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.school_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"Uw school", None))
#endif // QT_CONFIG(accessibility)
        self.school_title.setText(QCoreApplication.translate("FirstRun", u"2. Uw school", None))
        self.school_name_label.setText(QCoreApplication.translate("FirstRun", u"Naam van de school", None))
        self.school_name_hint.setText("")
#if QT_CONFIG(accessibility)
        self.school_name.setAccessibleName(QCoreApplication.translate("FirstRun", u"Naam van de school", None))
#endif // QT_CONFIG(accessibility)
        self.school_code_label.setText(QCoreApplication.translate("FirstRun", u"Afkorting", None))
        self.school_code_hint.setText(QCoreApplication.translate("FirstRun", u"voor brieven, bijv. DZS", None))
#if QT_CONFIG(accessibility)
        self.school_code.setAccessibleName(QCoreApplication.translate("FirstRun", u"Afkorting", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.school_code.setAccessibleDescription(QCoreApplication.translate("FirstRun", u"voor brieven, bijv. DZS", None))
#endif // QT_CONFIG(accessibility)
        self.brin_label.setText(QCoreApplication.translate("FirstRun", u"BRIN", None))
        self.brin_hint.setText(QCoreApplication.translate("FirstRun", u"als u hem bij de hand heeft", None))
#if QT_CONFIG(accessibility)
        self.brin.setAccessibleName(QCoreApplication.translate("FirstRun", u"BRIN", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.brin.setAccessibleDescription(QCoreApplication.translate("FirstRun", u"als u hem bij de hand heeft", None))
#endif // QT_CONFIG(accessibility)
        self.law_label.setText(QCoreApplication.translate("FirstRun", u"Soort onderwijs", None))
        self.law_hint.setText("")
#if QT_CONFIG(accessibility)
        self.law.setAccessibleName(QCoreApplication.translate("FirstRun", u"Soort onderwijs", None))
#endif // QT_CONFIG(accessibility)
        self.organisation_label.setText(QCoreApplication.translate("FirstRun", u"Bestuur of stichting", None))
        self.organisation_hint.setText("")
#if QT_CONFIG(accessibility)
        self.organisation.setAccessibleName(QCoreApplication.translate("FirstRun", u"Bestuur of stichting", None))
#endif // QT_CONFIG(accessibility)
        self.street_label.setText(QCoreApplication.translate("FirstRun", u"Straat en huisnummer", None))
        self.street_hint.setText("")
#if QT_CONFIG(accessibility)
        self.street.setAccessibleName(QCoreApplication.translate("FirstRun", u"Straat en huisnummer", None))
#endif // QT_CONFIG(accessibility)
        self.postcode_label.setText(QCoreApplication.translate("FirstRun", u"Postcode", None))
        self.postcode_hint.setText("")
#if QT_CONFIG(accessibility)
        self.postcode.setAccessibleName(QCoreApplication.translate("FirstRun", u"Postcode", None))
#endif // QT_CONFIG(accessibility)
        self.city_label.setText(QCoreApplication.translate("FirstRun", u"Plaats", None))
        self.city_hint.setText("")
#if QT_CONFIG(accessibility)
        self.city.setAccessibleName(QCoreApplication.translate("FirstRun", u"Plaats", None))
#endif // QT_CONFIG(accessibility)
        self.phone_label.setText(QCoreApplication.translate("FirstRun", u"Telefoon", None))
        self.phone_hint.setText("")
#if QT_CONFIG(accessibility)
        self.phone.setAccessibleName(QCoreApplication.translate("FirstRun", u"Telefoon", None))
#endif // QT_CONFIG(accessibility)
        self.school_email_label.setText(QCoreApplication.translate("FirstRun", u"E-mail", None))
        self.school_email_hint.setText("")
#if QT_CONFIG(accessibility)
        self.school_email.setAccessibleName(QCoreApplication.translate("FirstRun", u"E-mail", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.profile_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"U", None))
#endif // QT_CONFIG(accessibility)
        self.profile_title.setText(QCoreApplication.translate("FirstRun", u"3. U", None))
        self.profile_name_label.setText(QCoreApplication.translate("FirstRun", u"Uw naam", None))
        self.profile_name_hint.setText(QCoreApplication.translate("FirstRun", u"zoals onder een brief", None))
#if QT_CONFIG(accessibility)
        self.profile_name.setAccessibleName(QCoreApplication.translate("FirstRun", u"Uw naam", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.profile_name.setAccessibleDescription(QCoreApplication.translate("FirstRun", u"zoals onder een brief", None))
#endif // QT_CONFIG(accessibility)
        self.profile_function_label.setText(QCoreApplication.translate("FirstRun", u"Uw functie", None))
        self.profile_function_hint.setText(QCoreApplication.translate("FirstRun", u"een functie, geen naam: leesbaar buiten de kluis", None))
#if QT_CONFIG(accessibility)
        self.profile_function.setAccessibleName(QCoreApplication.translate("FirstRun", u"Uw functie", None))
#endif // QT_CONFIG(accessibility)
        self.board_name_label.setText(QCoreApplication.translate("FirstRun", u"Naam van de bestuurder", None))
        self.board_name_hint.setText("")
#if QT_CONFIG(accessibility)
        self.board_name.setAccessibleName(QCoreApplication.translate("FirstRun", u"Naam van de bestuurder", None))
#endif // QT_CONFIG(accessibility)
        self.board_contact_label.setText(QCoreApplication.translate("FirstRun", u"Hoe bereikt u het bestuur?", None))
        self.board_contact_hint.setText(QCoreApplication.translate("FirstRun", u"telefoon of e-mail", None))
#if QT_CONFIG(accessibility)
        self.board_contact.setAccessibleName(QCoreApplication.translate("FirstRun", u"Hoe bereikt u het bestuur?", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.board_contact.setAccessibleDescription(QCoreApplication.translate("FirstRun", u"telefoon of e-mail", None))
#endif // QT_CONFIG(accessibility)
        self.may_suspend.setText(QCoreApplication.translate("FirstRun", u"Ik mag een leerling schorsen volgens het managementstatuut", None))
        self.may_suspend_hint.setText(QCoreApplication.translate("FirstRun", u"Niet zeker? Laat dit leeg. Dan vraagt TWijs Desk het besluit van het bestuur. U kunt het later wijzigen.", None))
#if QT_CONFIG(accessibility)
        self.lost_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"Raak uw wachtzin niet kwijt", None))
#endif // QT_CONFIG(accessibility)
        self.lost_title.setText(QCoreApplication.translate("FirstRun", u"Raak uw wachtzin niet kwijt", None))
        self.lost_text.setText(QCoreApplication.translate("FirstRun", u"De kluis gaat alleen open met uw wachtzin of met het herstelblad. Bent u allebei kwijt, dan zijn de gegevens weg. Niemand kan ze voor u terughalen: ook de maker niet, ook ICT niet.", None))
        self.lost_advice.setText(QCoreApplication.translate("FirstRun", u"Hierna maakt u het herstelblad. Druk het af en leg het in de brandkast van de school.", None))
#if QT_CONFIG(accessibility)
        self.place_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"Waar staat de kluis?", None))
#endif // QT_CONFIG(accessibility)
        self.place_title.setText(QCoreApplication.translate("FirstRun", u"Waar staat de kluis?", None))
        self.place_text.setText("")
        self.place_note.setText(QCoreApplication.translate("FirstRun", u"Op deze computer. Er gaat niets naar internet.", None))
#if QT_CONFIG(accessibility)
        self.example_card.setAccessibleName(QCoreApplication.translate("FirstRun", u"Eerst even rondkijken?", None))
#endif // QT_CONFIG(accessibility)
        self.example_title.setText(QCoreApplication.translate("FirstRun", u"Eerst even rondkijken?", None))
        self.example_text.setText(QCoreApplication.translate("FirstRun", u"Open een voorbeeldschool met verzonnen gegevens. Die verdwijnt als u het programma sluit.", None))
        self.example_button.setText(QCoreApplication.translate("FirstRun", u"Bekijk eerst een voorbeeld", None))
#if QT_CONFIG(accessibility)
        self.example_button.setAccessibleName(QCoreApplication.translate("FirstRun", u"Bekijk eerst een voorbeeld", None))
#endif // QT_CONFIG(accessibility)
        self.foot_label.setText("")
#if QT_CONFIG(accessibility)
        self.busy_bar.setAccessibleName(QCoreApplication.translate("FirstRun", u"Bezig met maken van de kluis", None))
#endif // QT_CONFIG(accessibility)
        self.create_button.setText(QCoreApplication.translate("FirstRun", u"Kluis maken", None))
#if QT_CONFIG(accessibility)
        self.create_button.setAccessibleName(QCoreApplication.translate("FirstRun", u"Kluis maken", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

