# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'unlock.ui'
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
    QLineEdit, QProgressBar, QPushButton, QSizePolicy,
    QSpacerItem, QVBoxLayout, QWidget)

from twijs_desk.gui.widgets.form_fields import FormLabel

class Ui_Unlock(object):
    def setupUi(self, Unlock):
        if not Unlock.objectName():
            Unlock.setObjectName(u"Unlock")
        self.Unlock_layout = QVBoxLayout(Unlock)
        self.Unlock_layout.setSpacing(8)
        self.Unlock_layout.setObjectName(u"Unlock_layout")
        self.Unlock_layout.setContentsMargins(16, 16, 16, 16)
        self.space_1 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.Unlock_layout.addItem(self.space_1)

        self.middle = QHBoxLayout()
        self.middle.setSpacing(8)
        self.middle.setObjectName(u"middle")
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.space_2 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.middle.addItem(self.space_2)

        self.card = QFrame(Unlock)
        self.card.setObjectName(u"card")
        self.card.setProperty(u"kind", u"card")
        self.card.setMinimumSize(QSize(440, 0))
        self.card.setMaximumSize(QSize(440, 16777215))
        self.card_layout = QVBoxLayout(self.card)
        self.card_layout.setSpacing(10)
        self.card_layout.setObjectName(u"card_layout")
        self.card_layout.setContentsMargins(32, 28, 32, 24)
        self.mark = QLabel(self.card)
        self.mark.setObjectName(u"mark")
        self.mark.setWordWrap(True)
        self.mark.setMinimumSize(QSize(48, 48))

        self.card_layout.addWidget(self.mark)

        self.title = FormLabel(self.card)
        self.title.setObjectName(u"title")
        self.title.setProperty(u"role", u"h1")
        self.title.setProperty(u"tone", u"text")
        self.title.setWordWrap(True)

        self.card_layout.addWidget(self.title)

        self.intro = FormLabel(self.card)
        self.intro.setObjectName(u"intro")
        self.intro.setProperty(u"role", u"body")
        self.intro.setProperty(u"tone", u"text2")
        self.intro.setWordWrap(True)

        self.card_layout.addWidget(self.intro)

        self.space_3 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.card_layout.addItem(self.space_3)

        self.passphrase_label = QLabel(self.card)
        self.passphrase_label.setObjectName(u"passphrase_label")
        self.passphrase_label.setProperty(u"role", u"bold")
        self.passphrase_label.setProperty(u"tone", u"text")

        self.card_layout.addWidget(self.passphrase_label)

        self.passphrase_row = QHBoxLayout()
        self.passphrase_row.setSpacing(8)
        self.passphrase_row.setObjectName(u"passphrase_row")
        self.passphrase_row.setContentsMargins(0, 0, 0, 0)
        self.passphrase = QLineEdit(self.card)
        self.passphrase.setObjectName(u"passphrase")
        self.passphrase.setProperty(u"kind", u"field")
        self.passphrase.setMinimumSize(QSize(0, 40))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)

        self.passphrase_row.addWidget(self.passphrase)

        self.eye_button = QPushButton(self.card)
        self.eye_button.setObjectName(u"eye_button")
        self.eye_button.setProperty(u"kind", u"icon")
        self.eye_button.setMinimumSize(QSize(40, 40))
        self.eye_button.setCheckable(True)

        self.passphrase_row.addWidget(self.eye_button)


        self.card_layout.addLayout(self.passphrase_row)

        self.caps_label = FormLabel(self.card)
        self.caps_label.setObjectName(u"caps_label")
        self.caps_label.setProperty(u"role", u"small")
        self.caps_label.setProperty(u"tone", u"warn")
        self.caps_label.setWordWrap(True)

        self.card_layout.addWidget(self.caps_label)

        self.wrong = QFrame(self.card)
        self.wrong.setObjectName(u"wrong")
        self.wrong.setProperty(u"kind", u"warn")
        self.wrong_layout = QVBoxLayout(self.wrong)
        self.wrong_layout.setSpacing(8)
        self.wrong_layout.setObjectName(u"wrong_layout")
        self.wrong_layout.setContentsMargins(12, 10, 12, 10)
        self.wrong_label = FormLabel(self.wrong)
        self.wrong_label.setObjectName(u"wrong_label")
        self.wrong_label.setProperty(u"role", u"body")
        self.wrong_label.setProperty(u"tone", u"text")
        self.wrong_label.setWordWrap(True)

        self.wrong_layout.addWidget(self.wrong_label)


        self.card_layout.addWidget(self.wrong)

        self.space_4 = QSpacerItem(8, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.card_layout.addItem(self.space_4)

        self.unlock_button = QPushButton(self.card)
        self.unlock_button.setObjectName(u"unlock_button")
        self.unlock_button.setProperty(u"kind", u"primary")
        self.unlock_button.setProperty(u"role", u"button")
        self.unlock_button.setMinimumSize(QSize(0, 40))

        self.card_layout.addWidget(self.unlock_button)

        self.device_button = QPushButton(self.card)
        self.device_button.setObjectName(u"device_button")
        self.device_button.setProperty(u"kind", u"outlined")
        self.device_button.setProperty(u"role", u"button")
        self.device_button.setMinimumSize(QSize(0, 40))

        self.card_layout.addWidget(self.device_button)

        self.busy_bar = QProgressBar(self.card)
        self.busy_bar.setObjectName(u"busy_bar")
        self.busy_bar.setProperty(u"kind", u"thin")
        self.busy_bar.setMaximumSize(QSize(16777215, 4))
        self.busy_bar.setMaximum(0)
        self.busy_bar.setTextVisible(False)

        self.card_layout.addWidget(self.busy_bar)

        self.example_row = QHBoxLayout()
        self.example_row.setSpacing(8)
        self.example_row.setObjectName(u"example_row")
        self.example_row.setContentsMargins(0, 0, 0, 0)
        self.recovery_button = QPushButton(self.card)
        self.recovery_button.setObjectName(u"recovery_button")
        self.recovery_button.setProperty(u"kind", u"link")
        self.recovery_button.setProperty(u"role", u"body")

        self.example_row.addWidget(self.recovery_button)

        self.example_button = QPushButton(self.card)
        self.example_button.setObjectName(u"example_button")
        self.example_button.setProperty(u"kind", u"link")
        self.example_button.setProperty(u"role", u"body")

        self.example_row.addWidget(self.example_button)

        self.space_5 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.example_row.addItem(self.space_5)


        self.card_layout.addLayout(self.example_row)

        self.place_label = FormLabel(self.card)
        self.place_label.setObjectName(u"place_label")
        self.place_label.setProperty(u"role", u"small")
        self.place_label.setProperty(u"tone", u"text3")
        self.place_label.setWordWrap(True)

        self.card_layout.addWidget(self.place_label)


        self.middle.addWidget(self.card)

        self.space_6 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.middle.addItem(self.space_6)


        self.Unlock_layout.addLayout(self.middle)

        self.space_7 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.Unlock_layout.addItem(self.space_7)

#if QT_CONFIG(shortcut)
        self.passphrase_label.setBuddy(self.passphrase)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Unlock)

        QMetaObject.connectSlotsByName(Unlock)
    # setupUi

    def retranslateUi(self, Unlock):
        Unlock.setWindowTitle(QCoreApplication.translate("Unlock", u"TWijs Desk", None))
        self.title.setText(QCoreApplication.translate("Unlock", u"Ontgrendelen", None))
        self.intro.setText(QCoreApplication.translate("Unlock", u"De kluis van uw school is op slot. Typ uw wachtzin om hem te openen.", None))
        self.passphrase_label.setText(QCoreApplication.translate("Unlock", u"Wachtzin", None))
#if QT_CONFIG(accessibility)
        self.passphrase.setAccessibleName(QCoreApplication.translate("Unlock", u"Wachtzin", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.eye_button.setAccessibleName(QCoreApplication.translate("Unlock", u"Wachtzin tonen", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.eye_button.setToolTip(QCoreApplication.translate("Unlock", u"Wachtzin tonen", None))
#endif // QT_CONFIG(tooltip)
        self.caps_label.setText(QCoreApplication.translate("Unlock", u"Let op: Caps Lock staat aan.", None))
        self.wrong_label.setText("")
        self.unlock_button.setText(QCoreApplication.translate("Unlock", u"Ontgrendelen", None))
#if QT_CONFIG(accessibility)
        self.unlock_button.setAccessibleName(QCoreApplication.translate("Unlock", u"Ontgrendelen", None))
#endif // QT_CONFIG(accessibility)
        self.device_button.setText(QCoreApplication.translate("Unlock", u"Openen zonder wachtzin", None))
#if QT_CONFIG(accessibility)
        self.device_button.setAccessibleName(QCoreApplication.translate("Unlock", u"Openen zonder wachtzin", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.busy_bar.setAccessibleName(QCoreApplication.translate("Unlock", u"Bezig met ontgrendelen", None))
#endif // QT_CONFIG(accessibility)
        self.recovery_button.setText(QCoreApplication.translate("Unlock", u"Ik heb een herstelblad", None))
#if QT_CONFIG(accessibility)
        self.recovery_button.setAccessibleName(QCoreApplication.translate("Unlock", u"Ik heb een herstelblad", None))
#endif // QT_CONFIG(accessibility)
        self.example_button.setText(QCoreApplication.translate("Unlock", u"Bekijk eerst een voorbeeld", None))
#if QT_CONFIG(accessibility)
        self.example_button.setAccessibleName(QCoreApplication.translate("Unlock", u"Bekijk eerst een voorbeeld", None))
#endif // QT_CONFIG(accessibility)
        self.place_label.setText("")
    # retranslateUi

