#!/usr/bin/env python3
"""A list of 1,000 rows as high and as rich as Snapgrove's list of machines, drawn by Qt: what scrolling costs there.

It is what scripts/window_speed.sh compares with.
"""

import sys

from PyQt5.QtCore import QAbstractListModel, QRect, QSize, Qt
from PyQt5.QtGui import QColor, QFont
from PyQt5.QtWidgets import QApplication, QListView, QStyledItemDelegate

ROWS = 1000


class Rows(QAbstractListModel):
    def rowCount(self, _parent):
        return ROWS

    def data(self, index, role):
        return f"machine {index.row():04}" if role == Qt.DisplayRole else None


class Row(QStyledItemDelegate):
    def sizeHint(self, _option, _index):
        return QSize(240, 58)

    def paint(self, painter, option, index):
        area = option.rect.adjusted(2, 2, -2, -2)
        painter.setRenderHint(painter.Antialiasing)
        painter.setPen(Qt.NoPen)
        painter.setBrush(QColor(30, 34, 38))
        painter.drawRoundedRect(area, 6, 6)
        painter.setBrush(QColor(150, 160, 170))
        painter.drawEllipse(area.left() + 12, area.top() + 11, 8, 8)
        bold = QFont()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(230, 235, 240))
        painter.drawText(QRect(area.left() + 26, area.top() + 4, 150, 20), Qt.AlignVCenter, index.data())
        painter.setFont(QFont())
        painter.setPen(QColor(150, 160, 170))
        painter.drawText(QRect(area.left() + 26, area.top() + 24, 150, 18), Qt.AlignVCenter, "10 snapshots")
        painter.drawText(area.adjusted(0, 24, -8, -12), Qt.AlignRight | Qt.AlignVCenter, "31.5 GB")
        painter.setPen(Qt.NoPen)
        for start, width, ink in ((26, 60, "#3fb97b"), (86, 90, "#5aa9f7"), (176, 40, "#33383d")):
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(area.left() + start, area.bottom() - 9, width, 4, 2, 2)


application = QApplication(sys.argv)
view = QListView()
view.setVerticalScrollMode(QListView.ScrollPerPixel)
view.setUniformItemSizes(True)
view.setItemDelegate(Row())
model = Rows()
view.setModel(model)
view.setStyleSheet("background: #14181b")
view.resize(1280, 800)
view.show()
sys.exit(application.exec_())
