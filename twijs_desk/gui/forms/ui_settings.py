# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'settings.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QLineEdit, QSizePolicy, QSpacerItem, QVBoxLayout,
    QWidget)

from twijs_desk.gui.widgets.form_fields import (FormChoice, FormLabel)

class Ui_Settings(object):
    def setupUi(self, Settings):
        if not Settings.objectName():
            Settings.setObjectName(u"Settings")
        self.Settings_layout = QVBoxLayout(Settings)
        self.Settings_layout.setSpacing(16)
        self.Settings_layout.setObjectName(u"Settings_layout")
        self.Settings_layout.setContentsMargins(0, 0, 0, 0)
        self.title_label = FormLabel(Settings)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"h1")
        self.title_label.setProperty(u"tone", u"text")
        self.title_label.setWordWrap(True)

        self.Settings_layout.addWidget(self.title_label)

        self.columns = QHBoxLayout()
        self.columns.setSpacing(24)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.left = QVBoxLayout()
        self.left.setSpacing(16)
        self.left.setObjectName(u"left")
        self.left.setContentsMargins(0, 0, 0, 0)
        self.school_card = QFrame(Settings)
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

        self.profile_card = QFrame(Settings)
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


        self.left.addWidget(self.profile_card)

        self.space_1 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.left.addItem(self.space_1)


        self.columns.addLayout(self.left)

        self.side = QWidget(Settings)
        self.side.setObjectName(u"side")
        self.side.setMinimumSize(QSize(288, 0))
        self.side.setMaximumSize(QSize(312, 16777215))
        self.side_layout = QVBoxLayout(self.side)
        self.side_layout.setSpacing(16)
        self.side_layout.setObjectName(u"side_layout")
        self.side_layout.setContentsMargins(0, 0, 0, 0)
        self.look_card = QFrame(self.side)
        self.look_card.setObjectName(u"look_card")
        self.look_card.setProperty(u"kind", u"card")
        self.look_card_layout = QVBoxLayout(self.look_card)
        self.look_card_layout.setSpacing(8)
        self.look_card_layout.setObjectName(u"look_card_layout")
        self.look_card_layout.setContentsMargins(16, 16, 16, 16)
        self.look_title = FormLabel(self.look_card)
        self.look_title.setObjectName(u"look_title")
        self.look_title.setProperty(u"role", u"h3")
        self.look_title.setProperty(u"tone", u"text")
        self.look_title.setWordWrap(True)

        self.look_card_layout.addWidget(self.look_title)

        self.look_slot = QVBoxLayout()
        self.look_slot.setSpacing(8)
        self.look_slot.setObjectName(u"look_slot")
        self.look_slot.setContentsMargins(0, 0, 0, 0)

        self.look_card_layout.addLayout(self.look_slot)

        self.look_hint = FormLabel(self.look_card)
        self.look_hint.setObjectName(u"look_hint")
        self.look_hint.setProperty(u"role", u"small")
        self.look_hint.setProperty(u"tone", u"text3")
        self.look_hint.setWordWrap(True)

        self.look_card_layout.addWidget(self.look_hint)


        self.side_layout.addWidget(self.look_card)

        self.vault_card = QFrame(self.side)
        self.vault_card.setObjectName(u"vault_card")
        self.vault_card.setProperty(u"kind", u"card")
        self.vault_card_layout = QVBoxLayout(self.vault_card)
        self.vault_card_layout.setSpacing(8)
        self.vault_card_layout.setObjectName(u"vault_card_layout")
        self.vault_card_layout.setContentsMargins(16, 16, 16, 16)
        self.vault_title = FormLabel(self.vault_card)
        self.vault_title.setObjectName(u"vault_title")
        self.vault_title.setProperty(u"role", u"h3")
        self.vault_title.setProperty(u"tone", u"text")
        self.vault_title.setWordWrap(True)

        self.vault_card_layout.addWidget(self.vault_title)

        self.vault_text = FormLabel(self.vault_card)
        self.vault_text.setObjectName(u"vault_text")
        self.vault_text.setProperty(u"role", u"small")
        self.vault_text.setProperty(u"tone", u"text2")
        self.vault_text.setWordWrap(True)

        self.vault_card_layout.addWidget(self.vault_text)

        self.vault_note = FormLabel(self.vault_card)
        self.vault_note.setObjectName(u"vault_note")
        self.vault_note.setProperty(u"role", u"body")
        self.vault_note.setProperty(u"tone", u"text2")
        self.vault_note.setWordWrap(True)

        self.vault_card_layout.addWidget(self.vault_note)


        self.side_layout.addWidget(self.vault_card)

        self.about_card = QFrame(self.side)
        self.about_card.setObjectName(u"about_card")
        self.about_card.setProperty(u"kind", u"card")
        self.about_card_layout = QVBoxLayout(self.about_card)
        self.about_card_layout.setSpacing(8)
        self.about_card_layout.setObjectName(u"about_card_layout")
        self.about_card_layout.setContentsMargins(16, 16, 16, 16)
        self.about_title = FormLabel(self.about_card)
        self.about_title.setObjectName(u"about_title")
        self.about_title.setProperty(u"role", u"h3")
        self.about_title.setProperty(u"tone", u"text")
        self.about_title.setWordWrap(True)

        self.about_card_layout.addWidget(self.about_title)

        self.about_text = FormLabel(self.about_card)
        self.about_text.setObjectName(u"about_text")
        self.about_text.setProperty(u"role", u"small")
        self.about_text.setProperty(u"tone", u"text2")
        self.about_text.setWordWrap(True)

        self.about_card_layout.addWidget(self.about_text)


        self.side_layout.addWidget(self.about_card)

        self.space_2 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.side_layout.addItem(self.space_2)


        self.columns.addWidget(self.side)

        self.columns.setStretch(0, 1)

        self.Settings_layout.addLayout(self.columns)

#if QT_CONFIG(shortcut)
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

        self.retranslateUi(Settings)

        QMetaObject.connectSlotsByName(Settings)
    # setupUi

    def retranslateUi(self, Settings):
        Settings.setWindowTitle(QCoreApplication.translate("Settings", u"TWijs Desk", None))
        self.title_label.setText(QCoreApplication.translate("Settings", u"Instellingen", None))
#if QT_CONFIG(accessibility)
        self.school_card.setAccessibleName(QCoreApplication.translate("Settings", u"School", None))
#endif // QT_CONFIG(accessibility)
        self.school_title.setText(QCoreApplication.translate("Settings", u"School", None))
        self.school_name_label.setText(QCoreApplication.translate("Settings", u"Naam van de school", None))
        self.school_name_hint.setText("")
#if QT_CONFIG(accessibility)
        self.school_name.setAccessibleName(QCoreApplication.translate("Settings", u"Naam van de school", None))
#endif // QT_CONFIG(accessibility)
        self.school_code_label.setText(QCoreApplication.translate("Settings", u"Afkorting", None))
        self.school_code_hint.setText(QCoreApplication.translate("Settings", u"voor brieven, bijv. DZS", None))
#if QT_CONFIG(accessibility)
        self.school_code.setAccessibleName(QCoreApplication.translate("Settings", u"Afkorting", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.school_code.setAccessibleDescription(QCoreApplication.translate("Settings", u"voor brieven, bijv. DZS", None))
#endif // QT_CONFIG(accessibility)
        self.brin_label.setText(QCoreApplication.translate("Settings", u"BRIN", None))
        self.brin_hint.setText(QCoreApplication.translate("Settings", u"als u hem bij de hand heeft", None))
#if QT_CONFIG(accessibility)
        self.brin.setAccessibleName(QCoreApplication.translate("Settings", u"BRIN", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.brin.setAccessibleDescription(QCoreApplication.translate("Settings", u"als u hem bij de hand heeft", None))
#endif // QT_CONFIG(accessibility)
        self.law_label.setText(QCoreApplication.translate("Settings", u"Soort onderwijs", None))
        self.law_hint.setText("")
#if QT_CONFIG(accessibility)
        self.law.setAccessibleName(QCoreApplication.translate("Settings", u"Soort onderwijs", None))
#endif // QT_CONFIG(accessibility)
        self.organisation_label.setText(QCoreApplication.translate("Settings", u"Bestuur of stichting", None))
        self.organisation_hint.setText("")
#if QT_CONFIG(accessibility)
        self.organisation.setAccessibleName(QCoreApplication.translate("Settings", u"Bestuur of stichting", None))
#endif // QT_CONFIG(accessibility)
        self.street_label.setText(QCoreApplication.translate("Settings", u"Straat en huisnummer", None))
        self.street_hint.setText("")
#if QT_CONFIG(accessibility)
        self.street.setAccessibleName(QCoreApplication.translate("Settings", u"Straat en huisnummer", None))
#endif // QT_CONFIG(accessibility)
        self.postcode_label.setText(QCoreApplication.translate("Settings", u"Postcode", None))
        self.postcode_hint.setText("")
#if QT_CONFIG(accessibility)
        self.postcode.setAccessibleName(QCoreApplication.translate("Settings", u"Postcode", None))
#endif // QT_CONFIG(accessibility)
        self.city_label.setText(QCoreApplication.translate("Settings", u"Plaats", None))
        self.city_hint.setText("")
#if QT_CONFIG(accessibility)
        self.city.setAccessibleName(QCoreApplication.translate("Settings", u"Plaats", None))
#endif // QT_CONFIG(accessibility)
        self.phone_label.setText(QCoreApplication.translate("Settings", u"Telefoon", None))
        self.phone_hint.setText("")
#if QT_CONFIG(accessibility)
        self.phone.setAccessibleName(QCoreApplication.translate("Settings", u"Telefoon", None))
#endif // QT_CONFIG(accessibility)
        self.school_email_label.setText(QCoreApplication.translate("Settings", u"E-mail", None))
        self.school_email_hint.setText("")
#if QT_CONFIG(accessibility)
        self.school_email.setAccessibleName(QCoreApplication.translate("Settings", u"E-mail", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.profile_card.setAccessibleName(QCoreApplication.translate("Settings", u"U en uw mandaat", None))
#endif // QT_CONFIG(accessibility)
        self.profile_title.setText(QCoreApplication.translate("Settings", u"U en uw mandaat", None))
        self.profile_name_label.setText(QCoreApplication.translate("Settings", u"Uw naam", None))
        self.profile_name_hint.setText(QCoreApplication.translate("Settings", u"zoals onder een brief", None))
#if QT_CONFIG(accessibility)
        self.profile_name.setAccessibleName(QCoreApplication.translate("Settings", u"Uw naam", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.profile_name.setAccessibleDescription(QCoreApplication.translate("Settings", u"zoals onder een brief", None))
#endif // QT_CONFIG(accessibility)
        self.profile_function_label.setText(QCoreApplication.translate("Settings", u"Uw functie", None))
        self.profile_function_hint.setText("")
#if QT_CONFIG(accessibility)
        self.profile_function.setAccessibleName(QCoreApplication.translate("Settings", u"Uw functie", None))
#endif // QT_CONFIG(accessibility)
        self.board_name_label.setText(QCoreApplication.translate("Settings", u"Naam van de bestuurder", None))
        self.board_name_hint.setText("")
#if QT_CONFIG(accessibility)
        self.board_name.setAccessibleName(QCoreApplication.translate("Settings", u"Naam van de bestuurder", None))
#endif // QT_CONFIG(accessibility)
        self.board_contact_label.setText(QCoreApplication.translate("Settings", u"Hoe bereikt u het bestuur?", None))
        self.board_contact_hint.setText(QCoreApplication.translate("Settings", u"telefoon of e-mail", None))
#if QT_CONFIG(accessibility)
        self.board_contact.setAccessibleName(QCoreApplication.translate("Settings", u"Hoe bereikt u het bestuur?", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.board_contact.setAccessibleDescription(QCoreApplication.translate("Settings", u"telefoon of e-mail", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.look_card.setAccessibleName(QCoreApplication.translate("Settings", u"Weergave", None))
#endif // QT_CONFIG(accessibility)
        self.look_title.setText(QCoreApplication.translate("Settings", u"Weergave", None))
        self.look_hint.setText(QCoreApplication.translate("Settings", u"Standaard volgt TWijs Desk de instelling van uw computer.", None))
#if QT_CONFIG(accessibility)
        self.vault_card.setAccessibleName(QCoreApplication.translate("Settings", u"Kluis", None))
#endif // QT_CONFIG(accessibility)
        self.vault_title.setText(QCoreApplication.translate("Settings", u"Kluis", None))
        self.vault_text.setText("")
        self.vault_note.setText(QCoreApplication.translate("Settings", u"Alles staat hier in \u00e9\u00e9n versleuteld bestand, met het sleutelbestand ernaast. Kopieer ze niet zelf: maak een reservekopie.", None))
#if QT_CONFIG(accessibility)
        self.about_card.setAccessibleName(QCoreApplication.translate("Settings", u"Over TWijs Desk", None))
#endif // QT_CONFIG(accessibility)
        self.about_title.setText(QCoreApplication.translate("Settings", u"Over TWijs Desk", None))
        self.about_text.setText("")
    # retranslateUi

