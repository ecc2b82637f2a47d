# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'incident.ui'
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
    QLineEdit, QPushButton, QSizePolicy, QSpacerItem,
    QVBoxLayout, QWidget)

from twijs_desk.gui.widgets.form_fields import (FormChoice, FormLabel, FormMoment, FormText)

class Ui_Incident(object):
    def setupUi(self, Incident):
        if not Incident.objectName():
            Incident.setObjectName(u"Incident")
        self.Incident_layout = QVBoxLayout(Incident)
        self.Incident_layout.setSpacing(12)
        self.Incident_layout.setObjectName(u"Incident_layout")
        self.Incident_layout.setContentsMargins(0, 0, 0, 0)
        self.head_row = QHBoxLayout()
        self.head_row.setSpacing(8)
        self.head_row.setObjectName(u"head_row")
        self.head_row.setContentsMargins(0, 0, 0, 0)
        self.head_left = QVBoxLayout()
        self.head_left.setSpacing(2)
        self.head_left.setObjectName(u"head_left")
        self.head_left.setContentsMargins(0, 0, 0, 0)
        self.title_label = FormLabel(Incident)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"h1")
        self.title_label.setProperty(u"tone", u"text")
        self.title_label.setWordWrap(True)

        self.head_left.addWidget(self.title_label)

        self.intro = FormLabel(Incident)
        self.intro.setObjectName(u"intro")
        self.intro.setProperty(u"role", u"body")
        self.intro.setProperty(u"tone", u"text2")
        self.intro.setWordWrap(True)

        self.head_left.addWidget(self.intro)


        self.head_row.addLayout(self.head_left)

        self.head_right = QHBoxLayout()
        self.head_right.setSpacing(8)
        self.head_right.setObjectName(u"head_right")
        self.head_right.setContentsMargins(0, 0, 0, 0)

        self.head_row.addLayout(self.head_right)

        self.head_row.setStretch(0, 1)

        self.Incident_layout.addLayout(self.head_row)

        self.columns = QHBoxLayout()
        self.columns.setSpacing(24)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.form_card = QFrame(Incident)
        self.form_card.setObjectName(u"form_card")
        self.form_card.setProperty(u"kind", u"card")
        self.form_card_layout = QVBoxLayout(self.form_card)
        self.form_card_layout.setSpacing(12)
        self.form_card_layout.setObjectName(u"form_card_layout")
        self.form_card_layout.setContentsMargins(24, 12, 24, 16)
        self.observation_box = QVBoxLayout()
        self.observation_box.setSpacing(4)
        self.observation_box.setObjectName(u"observation_box")
        self.observation_box.setContentsMargins(0, 0, 0, 0)
        self.observation_head = QHBoxLayout()
        self.observation_head.setSpacing(8)
        self.observation_head.setObjectName(u"observation_head")
        self.observation_head.setContentsMargins(0, 0, 0, 0)
        self.observation_label = QLabel(self.form_card)
        self.observation_label.setObjectName(u"observation_label")
        self.observation_label.setProperty(u"role", u"bold")
        self.observation_label.setProperty(u"tone", u"text")

        self.observation_head.addWidget(self.observation_label)

        self.observation_hint = FormLabel(self.form_card)
        self.observation_hint.setObjectName(u"observation_hint")
        self.observation_hint.setProperty(u"role", u"small")
        self.observation_hint.setProperty(u"tone", u"text3")
        self.observation_hint.setWordWrap(True)

        self.observation_head.addWidget(self.observation_hint)

        self.observation_head.setStretch(1, 1)

        self.observation_box.addLayout(self.observation_head)

        self.observation = FormText(self.form_card)
        self.observation.setObjectName(u"observation")

        self.observation_box.addWidget(self.observation)


        self.form_card_layout.addLayout(self.observation_box)

        self.clock_row = QHBoxLayout()
        self.clock_row.setSpacing(16)
        self.clock_row.setObjectName(u"clock_row")
        self.clock_row.setContentsMargins(0, 0, 0, 0)
        self.occurred_box = QVBoxLayout()
        self.occurred_box.setSpacing(4)
        self.occurred_box.setObjectName(u"occurred_box")
        self.occurred_box.setContentsMargins(0, 0, 0, 0)
        self.occurred_head = QHBoxLayout()
        self.occurred_head.setSpacing(8)
        self.occurred_head.setObjectName(u"occurred_head")
        self.occurred_head.setContentsMargins(0, 0, 0, 0)
        self.occurred_label = QLabel(self.form_card)
        self.occurred_label.setObjectName(u"occurred_label")
        self.occurred_label.setProperty(u"role", u"bold")
        self.occurred_label.setProperty(u"tone", u"text")

        self.occurred_head.addWidget(self.occurred_label)

        self.occurred_hint = FormLabel(self.form_card)
        self.occurred_hint.setObjectName(u"occurred_hint")
        self.occurred_hint.setProperty(u"role", u"small")
        self.occurred_hint.setProperty(u"tone", u"text3")
        self.occurred_hint.setWordWrap(True)

        self.occurred_head.addWidget(self.occurred_hint)

        self.occurred_head.setStretch(1, 1)

        self.occurred_box.addLayout(self.occurred_head)

        self.occurred = FormMoment(self.form_card)
        self.occurred.setObjectName(u"occurred")
        self.occurred.setMinimumSize(QSize(0, 36))

        self.occurred_box.addWidget(self.occurred)


        self.clock_row.addLayout(self.occurred_box)

        self.aware_box = QVBoxLayout()
        self.aware_box.setSpacing(4)
        self.aware_box.setObjectName(u"aware_box")
        self.aware_box.setContentsMargins(0, 0, 0, 0)
        self.aware_head = QHBoxLayout()
        self.aware_head.setSpacing(8)
        self.aware_head.setObjectName(u"aware_head")
        self.aware_head.setContentsMargins(0, 0, 0, 0)
        self.aware_label = QLabel(self.form_card)
        self.aware_label.setObjectName(u"aware_label")
        self.aware_label.setProperty(u"role", u"bold")
        self.aware_label.setProperty(u"tone", u"text")

        self.aware_head.addWidget(self.aware_label)

        self.aware_hint = FormLabel(self.form_card)
        self.aware_hint.setObjectName(u"aware_hint")
        self.aware_hint.setProperty(u"role", u"small")
        self.aware_hint.setProperty(u"tone", u"text3")
        self.aware_hint.setWordWrap(True)

        self.aware_head.addWidget(self.aware_hint)

        self.aware_head.setStretch(1, 1)

        self.aware_box.addLayout(self.aware_head)

        self.aware = FormMoment(self.form_card)
        self.aware.setObjectName(u"aware")
        self.aware.setMinimumSize(QSize(0, 36))

        self.aware_box.addWidget(self.aware)


        self.clock_row.addLayout(self.aware_box)

        self.platform_box = QVBoxLayout()
        self.platform_box.setSpacing(4)
        self.platform_box.setObjectName(u"platform_box")
        self.platform_box.setContentsMargins(0, 0, 0, 0)
        self.platform_head = QHBoxLayout()
        self.platform_head.setSpacing(8)
        self.platform_head.setObjectName(u"platform_head")
        self.platform_head.setContentsMargins(0, 0, 0, 0)
        self.platform_label = QLabel(self.form_card)
        self.platform_label.setObjectName(u"platform_label")
        self.platform_label.setProperty(u"role", u"bold")
        self.platform_label.setProperty(u"tone", u"text")

        self.platform_head.addWidget(self.platform_label)

        self.platform_hint = FormLabel(self.form_card)
        self.platform_hint.setObjectName(u"platform_hint")
        self.platform_hint.setProperty(u"role", u"small")
        self.platform_hint.setProperty(u"tone", u"text3")
        self.platform_hint.setWordWrap(True)

        self.platform_head.addWidget(self.platform_hint)

        self.platform_head.setStretch(1, 1)

        self.platform_box.addLayout(self.platform_head)

        self.platform = FormChoice(self.form_card)
        self.platform.setObjectName(u"platform")
        self.platform.setMinimumSize(QSize(0, 36))

        self.platform_box.addWidget(self.platform)


        self.clock_row.addLayout(self.platform_box)

        self.clock_row.setStretch(0, 5)
        self.clock_row.setStretch(1, 5)
        self.clock_row.setStretch(2, 4)

        self.form_card_layout.addLayout(self.clock_row)

        self.period_box = QVBoxLayout()
        self.period_box.setSpacing(6)
        self.period_box.setObjectName(u"period_box")
        self.period_box.setContentsMargins(0, 0, 0, 0)
        self.period_label = QLabel(self.form_card)
        self.period_label.setObjectName(u"period_label")
        self.period_label.setProperty(u"role", u"bold")
        self.period_label.setProperty(u"tone", u"text")

        self.period_box.addWidget(self.period_label)

        self.period_slot = QVBoxLayout()
        self.period_slot.setSpacing(8)
        self.period_slot.setObjectName(u"period_slot")
        self.period_slot.setContentsMargins(0, 0, 0, 0)

        self.period_box.addLayout(self.period_slot)


        self.form_card_layout.addLayout(self.period_box)

        self.people_box = QVBoxLayout()
        self.people_box.setSpacing(6)
        self.people_box.setObjectName(u"people_box")
        self.people_box.setContentsMargins(0, 0, 0, 0)
        self.people_head = QHBoxLayout()
        self.people_head.setSpacing(8)
        self.people_head.setObjectName(u"people_head")
        self.people_head.setContentsMargins(0, 0, 0, 0)
        self.people_label = QLabel(self.form_card)
        self.people_label.setObjectName(u"people_label")
        self.people_label.setProperty(u"role", u"bold")
        self.people_label.setProperty(u"tone", u"text")

        self.people_head.addWidget(self.people_label)

        self.people_hint = FormLabel(self.form_card)
        self.people_hint.setObjectName(u"people_hint")
        self.people_hint.setProperty(u"role", u"small")
        self.people_hint.setProperty(u"tone", u"text3")
        self.people_hint.setWordWrap(True)

        self.people_head.addWidget(self.people_hint)

        self.people_head.setStretch(1, 1)

        self.people_box.addLayout(self.people_head)

        self.people_field = QLineEdit(self.form_card)
        self.people_field.setObjectName(u"people_field")
        self.people_field.setProperty(u"kind", u"field")
        self.people_field.setMinimumSize(QSize(0, 36))

        self.people_box.addWidget(self.people_field)

        self.people_slot = QVBoxLayout()
        self.people_slot.setSpacing(8)
        self.people_slot.setObjectName(u"people_slot")
        self.people_slot.setContentsMargins(0, 0, 0, 0)

        self.people_box.addLayout(self.people_slot)


        self.form_card_layout.addLayout(self.people_box)

        self.evidence_box = QVBoxLayout()
        self.evidence_box.setSpacing(6)
        self.evidence_box.setObjectName(u"evidence_box")
        self.evidence_box.setContentsMargins(0, 0, 0, 0)
        self.evidence_head = QHBoxLayout()
        self.evidence_head.setSpacing(8)
        self.evidence_head.setObjectName(u"evidence_head")
        self.evidence_head.setContentsMargins(0, 0, 0, 0)
        self.evidence_label = QLabel(self.form_card)
        self.evidence_label.setObjectName(u"evidence_label")
        self.evidence_label.setProperty(u"role", u"bold")
        self.evidence_label.setProperty(u"tone", u"text")

        self.evidence_head.addWidget(self.evidence_label)

        self.evidence_hint = FormLabel(self.form_card)
        self.evidence_hint.setObjectName(u"evidence_hint")
        self.evidence_hint.setProperty(u"role", u"small")
        self.evidence_hint.setProperty(u"tone", u"text3")
        self.evidence_hint.setWordWrap(True)

        self.evidence_head.addWidget(self.evidence_hint)

        self.evidence_head.setStretch(1, 1)

        self.evidence_box.addLayout(self.evidence_head)

        self.evidence_slot = QVBoxLayout()
        self.evidence_slot.setSpacing(8)
        self.evidence_slot.setObjectName(u"evidence_slot")
        self.evidence_slot.setContentsMargins(0, 0, 0, 0)

        self.evidence_box.addLayout(self.evidence_slot)


        self.form_card_layout.addLayout(self.evidence_box)

        self.more_row = QHBoxLayout()
        self.more_row.setSpacing(8)
        self.more_row.setObjectName(u"more_row")
        self.more_row.setContentsMargins(0, 0, 0, 0)
        self.more_button = QPushButton(self.form_card)
        self.more_button.setObjectName(u"more_button")
        self.more_button.setProperty(u"kind", u"link")
        self.more_button.setProperty(u"role", u"body")

        self.more_row.addWidget(self.more_button)

        self.space_1 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.more_row.addItem(self.space_1)


        self.form_card_layout.addLayout(self.more_row)

        self.more = QWidget(self.form_card)
        self.more.setObjectName(u"more")
        self.more_layout = QVBoxLayout(self.more)
        self.more_layout.setSpacing(14)
        self.more_layout.setObjectName(u"more_layout")
        self.more_layout.setContentsMargins(0, 0, 0, 0)
        self.statement_box = QVBoxLayout()
        self.statement_box.setSpacing(4)
        self.statement_box.setObjectName(u"statement_box")
        self.statement_box.setContentsMargins(0, 0, 0, 0)
        self.statement_head = QHBoxLayout()
        self.statement_head.setSpacing(8)
        self.statement_head.setObjectName(u"statement_head")
        self.statement_head.setContentsMargins(0, 0, 0, 0)
        self.statement_label = QLabel(self.more)
        self.statement_label.setObjectName(u"statement_label")
        self.statement_label.setProperty(u"role", u"bold")
        self.statement_label.setProperty(u"tone", u"text")

        self.statement_head.addWidget(self.statement_label)

        self.statement_hint = FormLabel(self.more)
        self.statement_hint.setObjectName(u"statement_hint")
        self.statement_hint.setProperty(u"role", u"small")
        self.statement_hint.setProperty(u"tone", u"text3")
        self.statement_hint.setWordWrap(True)

        self.statement_head.addWidget(self.statement_hint)

        self.statement_head.setStretch(1, 1)

        self.statement_box.addLayout(self.statement_head)

        self.statement = FormText(self.more)
        self.statement.setObjectName(u"statement")

        self.statement_box.addWidget(self.statement)


        self.more_layout.addLayout(self.statement_box)

        self.interpretation_box = QVBoxLayout()
        self.interpretation_box.setSpacing(4)
        self.interpretation_box.setObjectName(u"interpretation_box")
        self.interpretation_box.setContentsMargins(0, 0, 0, 0)
        self.interpretation_head = QHBoxLayout()
        self.interpretation_head.setSpacing(8)
        self.interpretation_head.setObjectName(u"interpretation_head")
        self.interpretation_head.setContentsMargins(0, 0, 0, 0)
        self.interpretation_label = QLabel(self.more)
        self.interpretation_label.setObjectName(u"interpretation_label")
        self.interpretation_label.setProperty(u"role", u"bold")
        self.interpretation_label.setProperty(u"tone", u"text")

        self.interpretation_head.addWidget(self.interpretation_label)

        self.interpretation_hint = FormLabel(self.more)
        self.interpretation_hint.setObjectName(u"interpretation_hint")
        self.interpretation_hint.setProperty(u"role", u"small")
        self.interpretation_hint.setProperty(u"tone", u"text3")
        self.interpretation_hint.setWordWrap(True)

        self.interpretation_head.addWidget(self.interpretation_hint)

        self.interpretation_head.setStretch(1, 1)

        self.interpretation_box.addLayout(self.interpretation_head)

        self.interpretation = FormText(self.more)
        self.interpretation.setObjectName(u"interpretation")

        self.interpretation_box.addWidget(self.interpretation)


        self.more_layout.addLayout(self.interpretation_box)

        self.board_row = QHBoxLayout()
        self.board_row.setSpacing(16)
        self.board_row.setObjectName(u"board_row")
        self.board_row.setContentsMargins(0, 0, 0, 0)
        self.board_box = QVBoxLayout()
        self.board_box.setSpacing(4)
        self.board_box.setObjectName(u"board_box")
        self.board_box.setContentsMargins(0, 0, 0, 0)
        self.board_head = QHBoxLayout()
        self.board_head.setSpacing(8)
        self.board_head.setObjectName(u"board_head")
        self.board_head.setContentsMargins(0, 0, 0, 0)
        self.board_label = QLabel(self.more)
        self.board_label.setObjectName(u"board_label")
        self.board_label.setProperty(u"role", u"bold")
        self.board_label.setProperty(u"tone", u"text")

        self.board_head.addWidget(self.board_label)

        self.board_hint = FormLabel(self.more)
        self.board_hint.setObjectName(u"board_hint")
        self.board_hint.setProperty(u"role", u"small")
        self.board_hint.setProperty(u"tone", u"text3")
        self.board_hint.setWordWrap(True)

        self.board_head.addWidget(self.board_hint)

        self.board_head.setStretch(1, 1)

        self.board_box.addLayout(self.board_head)

        self.board = FormMoment(self.more)
        self.board.setObjectName(u"board")
        self.board.setMinimumSize(QSize(0, 36))

        self.board_box.addWidget(self.board)


        self.board_row.addLayout(self.board_box)

        self.account_box = QVBoxLayout()
        self.account_box.setSpacing(4)
        self.account_box.setObjectName(u"account_box")
        self.account_box.setContentsMargins(0, 0, 0, 0)
        self.account_head = QHBoxLayout()
        self.account_head.setSpacing(8)
        self.account_head.setObjectName(u"account_head")
        self.account_head.setContentsMargins(0, 0, 0, 0)
        self.account_label = QLabel(self.more)
        self.account_label.setObjectName(u"account_label")
        self.account_label.setProperty(u"role", u"bold")
        self.account_label.setProperty(u"tone", u"text")

        self.account_head.addWidget(self.account_label)

        self.account_hint = FormLabel(self.more)
        self.account_hint.setObjectName(u"account_hint")
        self.account_hint.setProperty(u"role", u"small")
        self.account_hint.setProperty(u"tone", u"text3")
        self.account_hint.setWordWrap(True)

        self.account_head.addWidget(self.account_hint)

        self.account_head.setStretch(1, 1)

        self.account_box.addLayout(self.account_head)

        self.account = QLineEdit(self.more)
        self.account.setObjectName(u"account")
        self.account.setProperty(u"kind", u"field")
        self.account.setMinimumSize(QSize(0, 36))

        self.account_box.addWidget(self.account)


        self.board_row.addLayout(self.account_box)

        self.board_row.setStretch(0, 1)
        self.board_row.setStretch(1, 1)

        self.more_layout.addLayout(self.board_row)

        self.audience_box = QVBoxLayout()
        self.audience_box.setSpacing(6)
        self.audience_box.setObjectName(u"audience_box")
        self.audience_box.setContentsMargins(0, 0, 0, 0)
        self.audience_label = QLabel(self.more)
        self.audience_label.setObjectName(u"audience_label")
        self.audience_label.setProperty(u"role", u"bold")
        self.audience_label.setProperty(u"tone", u"text")

        self.audience_box.addWidget(self.audience_label)

        self.audience_slot = QVBoxLayout()
        self.audience_slot.setSpacing(8)
        self.audience_slot.setObjectName(u"audience_slot")
        self.audience_slot.setContentsMargins(0, 0, 0, 0)

        self.audience_box.addLayout(self.audience_slot)


        self.more_layout.addLayout(self.audience_box)

        self.case_title_box = QVBoxLayout()
        self.case_title_box.setSpacing(4)
        self.case_title_box.setObjectName(u"case_title_box")
        self.case_title_box.setContentsMargins(0, 0, 0, 0)
        self.case_title_head = QHBoxLayout()
        self.case_title_head.setSpacing(8)
        self.case_title_head.setObjectName(u"case_title_head")
        self.case_title_head.setContentsMargins(0, 0, 0, 0)
        self.case_title_label = QLabel(self.more)
        self.case_title_label.setObjectName(u"case_title_label")
        self.case_title_label.setProperty(u"role", u"bold")
        self.case_title_label.setProperty(u"tone", u"text")

        self.case_title_head.addWidget(self.case_title_label)

        self.case_title_hint = FormLabel(self.more)
        self.case_title_hint.setObjectName(u"case_title_hint")
        self.case_title_hint.setProperty(u"role", u"small")
        self.case_title_hint.setProperty(u"tone", u"text3")
        self.case_title_hint.setWordWrap(True)

        self.case_title_head.addWidget(self.case_title_hint)

        self.case_title_head.setStretch(1, 1)

        self.case_title_box.addLayout(self.case_title_head)

        self.case_title = QLineEdit(self.more)
        self.case_title.setObjectName(u"case_title")
        self.case_title.setProperty(u"kind", u"field")
        self.case_title.setMinimumSize(QSize(0, 36))

        self.case_title_box.addWidget(self.case_title)


        self.more_layout.addLayout(self.case_title_box)

        self.recorded_label = FormLabel(self.more)
        self.recorded_label.setObjectName(u"recorded_label")
        self.recorded_label.setProperty(u"role", u"small")
        self.recorded_label.setProperty(u"tone", u"text3")
        self.recorded_label.setWordWrap(True)

        self.more_layout.addWidget(self.recorded_label)


        self.form_card_layout.addWidget(self.more)


        self.columns.addWidget(self.form_card)

        self.side = QWidget(Incident)
        self.side.setObjectName(u"side")
        self.side.setMinimumSize(QSize(288, 0))
        self.side.setMaximumSize(QSize(312, 16777215))
        self.side_layout = QVBoxLayout(self.side)
        self.side_layout.setSpacing(8)
        self.side_layout.setObjectName(u"side_layout")
        self.side_layout.setContentsMargins(0, 0, 0, 0)
        self.side_slot = QVBoxLayout()
        self.side_slot.setSpacing(16)
        self.side_slot.setObjectName(u"side_slot")
        self.side_slot.setContentsMargins(0, 0, 0, 0)

        self.side_layout.addLayout(self.side_slot)

        self.space_2 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.side_layout.addItem(self.space_2)


        self.columns.addWidget(self.side)

        self.columns.setStretch(0, 1)

        self.Incident_layout.addLayout(self.columns)

        self.space_3 = QSpacerItem(8, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.Incident_layout.addItem(self.space_3)

#if QT_CONFIG(shortcut)
        self.observation_label.setBuddy(self.observation)
        self.occurred_label.setBuddy(self.occurred)
        self.aware_label.setBuddy(self.aware)
        self.platform_label.setBuddy(self.platform)
        self.people_label.setBuddy(self.people_field)
        self.statement_label.setBuddy(self.statement)
        self.interpretation_label.setBuddy(self.interpretation)
        self.board_label.setBuddy(self.board)
        self.account_label.setBuddy(self.account)
        self.case_title_label.setBuddy(self.case_title)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Incident)

        QMetaObject.connectSlotsByName(Incident)
    # setupUi

    def retranslateUi(self, Incident):
        Incident.setWindowTitle(QCoreApplication.translate("Incident", u"TWijs Desk", None))
        self.title_label.setText(QCoreApplication.translate("Incident", u"Nieuw incident", None))
        self.intro.setText(QCoreApplication.translate("Incident", u"E\u00e9n minuut is genoeg. Alles mag u later aanvullen.", None))
#if QT_CONFIG(accessibility)
        self.form_card.setAccessibleName(QCoreApplication.translate("Incident", u"Nieuw incident", None))
#endif // QT_CONFIG(accessibility)
        self.observation_label.setText(QCoreApplication.translate("Incident", u"Wat is er gebeurd?", None))
        self.observation_hint.setText(QCoreApplication.translate("Incident", u"Alleen wat u zag of hoorde, liefst letterlijk", None))
#if QT_CONFIG(accessibility)
        self.observation.setAccessibleName(QCoreApplication.translate("Incident", u"Wat is er gebeurd?", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.observation.setAccessibleDescription(QCoreApplication.translate("Incident", u"Alleen wat u zag of hoorde, liefst letterlijk", None))
#endif // QT_CONFIG(accessibility)
        self.occurred_label.setText(QCoreApplication.translate("Incident", u"Wanneer was het?", None))
        self.occurred_hint.setText(QCoreApplication.translate("Incident", u"mag een schatting zijn", None))
#if QT_CONFIG(accessibility)
        self.occurred.setAccessibleName(QCoreApplication.translate("Incident", u"Wanneer was het?", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.occurred.setAccessibleDescription(QCoreApplication.translate("Incident", u"mag een schatting zijn", None))
#endif // QT_CONFIG(accessibility)
        self.aware_label.setText(QCoreApplication.translate("Incident", u"Wanneer hoorde de school het?", None))
        self.aware_hint.setText("")
#if QT_CONFIG(accessibility)
        self.aware.setAccessibleName(QCoreApplication.translate("Incident", u"Wanneer hoorde de school het?", None))
#endif // QT_CONFIG(accessibility)
        self.platform_label.setText(QCoreApplication.translate("Incident", u"Waar gezien?", None))
        self.platform_hint.setText("")
#if QT_CONFIG(accessibility)
        self.platform.setAccessibleName(QCoreApplication.translate("Incident", u"Waar gezien?", None))
#endif // QT_CONFIG(accessibility)
        self.period_label.setText(QCoreApplication.translate("Incident", u"In welke tijd?", None))
        self.people_label.setText(QCoreApplication.translate("Incident", u"Wie zijn betrokken?", None))
        self.people_hint.setText(QCoreApplication.translate("Incident", u"kies wie er is, of voeg iemand toe", None))
        self.people_field.setPlaceholderText(QCoreApplication.translate("Incident", u"Typ drie letters van een naam", None))
#if QT_CONFIG(accessibility)
        self.people_field.setAccessibleName(QCoreApplication.translate("Incident", u"Wie zijn betrokken?", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.people_field.setAccessibleDescription(QCoreApplication.translate("Incident", u"Typ drie letters van een naam; kies met pijl omlaag en Enter", None))
#endif // QT_CONFIG(accessibility)
        self.evidence_label.setText(QCoreApplication.translate("Incident", u"Bewijs", None))
        self.evidence_hint.setText(QCoreApplication.translate("Incident", u"slepen of plakken (Ctrl+V) kan na dit antwoord", None))
        self.more_button.setText(QCoreApplication.translate("Incident", u"Meer vastleggen: letterlijke woorden, uw duiding, bestuur, account", None))
#if QT_CONFIG(accessibility)
        self.more_button.setAccessibleName(QCoreApplication.translate("Incident", u"Meer vastleggen: letterlijke woorden, uw duiding, bestuur, account", None))
#endif // QT_CONFIG(accessibility)
        self.statement_label.setText(QCoreApplication.translate("Incident", u"Letterlijke verklaring", None))
        self.statement_hint.setText(QCoreApplication.translate("Incident", u"de woorden van een ander, zonder uw oordeel", None))
#if QT_CONFIG(accessibility)
        self.statement.setAccessibleName(QCoreApplication.translate("Incident", u"Letterlijke verklaring", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.statement.setAccessibleDescription(QCoreApplication.translate("Incident", u"de woorden van een ander, zonder uw oordeel", None))
#endif // QT_CONFIG(accessibility)
        self.interpretation_label.setText(QCoreApplication.translate("Incident", u"Uw duiding", None))
        self.interpretation_hint.setText(QCoreApplication.translate("Incident", u"wat u ervan denkt; staat apart van de feiten", None))
#if QT_CONFIG(accessibility)
        self.interpretation.setAccessibleName(QCoreApplication.translate("Incident", u"Uw duiding", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.interpretation.setAccessibleDescription(QCoreApplication.translate("Incident", u"wat u ervan denkt; staat apart van de feiten", None))
#endif // QT_CONFIG(accessibility)
        self.board_label.setText(QCoreApplication.translate("Incident", u"Wanneer hoorde het bestuur het?", None))
        self.board_hint.setText("")
#if QT_CONFIG(accessibility)
        self.board.setAccessibleName(QCoreApplication.translate("Incident", u"Wanneer hoorde het bestuur het?", None))
#endif // QT_CONFIG(accessibility)
        self.account_label.setText(QCoreApplication.translate("Incident", u"Account of groep", None))
        self.account_hint.setText(QCoreApplication.translate("Incident", u"als u het weet", None))
#if QT_CONFIG(accessibility)
        self.account.setAccessibleName(QCoreApplication.translate("Incident", u"Account of groep", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.account.setAccessibleDescription(QCoreApplication.translate("Incident", u"als u het weet", None))
#endif // QT_CONFIG(accessibility)
        self.audience_label.setText(QCoreApplication.translate("Incident", u"Wie kan het zien?", None))
        self.case_title_label.setText(QCoreApplication.translate("Incident", u"Korte titel van de zaak", None))
        self.case_title_hint.setText(QCoreApplication.translate("Incident", u"zonder namen; deze staat in lijsten", None))
#if QT_CONFIG(accessibility)
        self.case_title.setAccessibleName(QCoreApplication.translate("Incident", u"Korte titel van de zaak", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.case_title.setAccessibleDescription(QCoreApplication.translate("Incident", u"zonder namen; deze staat in lijsten", None))
#endif // QT_CONFIG(accessibility)
        self.recorded_label.setText(QCoreApplication.translate("Incident", u"Het moment van vastleggen zet TWijs Desk er zelf bij. Tijden zijn Nederlandse tijd.", None))
    # retranslateUi

