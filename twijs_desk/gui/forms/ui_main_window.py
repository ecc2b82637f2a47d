# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'main_window.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QProgressBar,
    QSizePolicy, QStackedWidget, QVBoxLayout, QWidget)

class Ui_MainWindow(object):
    def setupUi(self, MainWindow):
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        self.columns = QHBoxLayout(MainWindow)
        self.columns.setSpacing(0)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.rail = QFrame(MainWindow)
        self.rail.setObjectName(u"rail")
        self.rail.setProperty(u"kind", u"rail")

        self.columns.addWidget(self.rail)

        self.main_column = QVBoxLayout()
        self.main_column.setSpacing(0)
        self.main_column.setObjectName(u"main_column")
        self.top = QFrame(MainWindow)
        self.top.setObjectName(u"top")
        self.top.setProperty(u"kind", u"top")
        self.top.setMinimumSize(QSize(0, 56))
        self.top.setMaximumSize(QSize(16777215, 56))

        self.main_column.addWidget(self.top)

        self.busy_bar = QProgressBar(MainWindow)
        self.busy_bar.setObjectName(u"busy_bar")
        self.busy_bar.setProperty(u"kind", u"thin")
        self.busy_bar.setMaximumSize(QSize(16777215, 3))
        self.busy_bar.setMinimum(0)
        self.busy_bar.setMaximum(0)
        self.busy_bar.setTextVisible(False)

        self.main_column.addWidget(self.busy_bar)

        self.stack = QStackedWidget(MainWindow)
        self.stack.setObjectName(u"stack")

        self.main_column.addWidget(self.stack)


        self.columns.addLayout(self.main_column)


        self.retranslateUi(MainWindow)

        QMetaObject.connectSlotsByName(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow):
        MainWindow.setWindowTitle(QCoreApplication.translate("MainWindow", u"TWijs Desk", None))
#if QT_CONFIG(accessibility)
        self.rail.setAccessibleName(QCoreApplication.translate("MainWindow", u"Navigatie", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.busy_bar.setAccessibleName(QCoreApplication.translate("MainWindow", u"Bezig", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi

