"""Colours, type and the style sheet: one look for every screen, light, dark and high contrast.

Nothing heavy is imported here: this runs before the unlock window is painted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from twijs_desk import assets

LIGHT = {
    "window": "#F3F5F5",
    "nav": "#E8EDEE",
    "surface": "#FFFFFF",
    "subtle": "#F0F4F4",
    "hover": "#E6ECEE",
    "line": "#D5DDDF",
    "control": "#7B898E",
    "text": "#182226",
    "text2": "#46545A",
    "text3": "#5A686E",
    "disabled": "#647176",
    "accent": "#0B5E73",
    "accent_hover": "#094D5F",
    "accent_pressed": "#073E4C",
    "on_accent": "#FFFFFF",
    "tint": "#DFEEF2",
    "danger": "#A8231B",
    "danger_ground": "#FBE8E6",
    "warn": "#7A4A00",
    "warn_ground": "#FBEFD8",
    "ok": "#1B6340",
    "ok_ground": "#E2F2E8",
    "focus": "#182226",
}
DARK = {
    "window": "#13181A",
    "nav": "#0F1315",
    "surface": "#1C2326",
    "subtle": "#232C2F",
    "hover": "#2A3438",
    "line": "#38454A",
    "control": "#7E8D93",
    "text": "#E9EEEF",
    "text2": "#B9C5C9",
    "text3": "#9CAAAF",
    "disabled": "#87959A",
    "accent": "#63BCD1",
    "accent_hover": "#83CDDE",
    "accent_pressed": "#4FA8BD",
    "on_accent": "#06232B",
    "tint": "#173640",
    "danger": "#FFB3AA",
    "danger_ground": "#47211E",
    "warn": "#F3C27C",
    "warn_ground": "#3D2F16",
    "ok": "#93D8AF",
    "ok_ground": "#183827",
    "focus": "#FFFFFF",
}

# Points and weight per role; never pixels, so that the system's text size is followed.
TYPE = {
    "phone": (46.0, QFont.Weight.DemiBold),
    "h1": (19.0, QFont.Weight.DemiBold),
    "question": (17.0, QFont.Weight.DemiBold),
    "h2": (14.0, QFont.Weight.DemiBold),
    "h3": (11.5, QFont.Weight.DemiBold),
    "lead": (11.0, QFont.Weight.Normal),
    "body": (10.0, QFont.Weight.Normal),
    "bold": (10.0, QFont.Weight.DemiBold),
    "button": (10.0, QFont.Weight.Medium),
    "small": (9.0, QFont.Weight.Normal),
    "chip": (9.0, QFont.Weight.DemiBold),
}

SHIPPED_FAMILY = "Source Sans 3"


@dataclass
class _State:
    tokens: dict[str, str]
    dark: bool = False
    high_contrast: bool = False


_state = _State(dict(LIGHT))


def color(token: str) -> QColor:
    """The colour of a token in the theme that is shown now; ask again on every paint."""
    return QColor(_state.tokens[token])


def tokens() -> dict[str, str]:
    return _state.tokens


def is_dark() -> bool:
    return _state.dark


def font(role: str) -> QFont:
    """The system font in the size and weight of a role of `TYPE`."""
    points, weight = TYPE[role]
    result = QFont(QApplication.font())
    result.setPointSizeF(points * _text_scale())
    # The shipped letter has no medium weight.
    result.setWeight(TYPE["bold"][1] if role == "button" and _Scale.shipped else weight)
    if role in {"phone", "small", "chip"}:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def _text_scale() -> float:
    """How much larger than the usual 9 pt (Windows) the user's own system text is; 1 to 2."""
    return _Scale.value


class _Scale:
    value = 1.0
    shipped = False


def saved_look() -> str:
    """`system`, `light` or `dark`: the only thing kept outside the vault, and nothing about anybody."""
    look = QSettings("TWijs", "TWijs Desk").value("look", "system")
    return look if look in ("system", "light", "dark") else "system"


def save_look(look: str) -> None:
    QSettings("TWijs", "TWijs Desk").setValue("look", look)


_forgetters: list[Callable[[], object]] = []


def forget_on_change(forget: Callable[[], object]) -> None:
    """Call this before the colours change: for caches of things drawn in them."""
    _forgetters.append(forget)


class Theme(QObject):
    """Keeps the application in the system's colours; `scheme` forces `light` or `dark` for screenshots."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: str | None = None) -> None:
        super().__init__(app)
        self.app = app
        self._forced = scheme
        QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
        app.setStyle("Fusion")
        _prepare_font(app)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self.refresh()

    def force(self, scheme: str | None) -> None:
        """`light`, `dark`, or None to follow the system again."""
        self._forced = scheme
        self.refresh()

    def refresh(self) -> None:
        hints = self.app.styleHints()
        high = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        dark = self._forced == "dark" or (self._forced is None and hints.colorScheme() == Qt.ColorScheme.Dark)
        _state.dark, _state.high_contrast = dark, high and self._forced is None
        if _state.high_contrast:
            system = self.app.style().standardPalette()
            _state.tokens = _contrast_tokens(system)
        else:
            _state.tokens = dict(DARK if dark else LIGHT)
        # Before the palette: icons drawn during the change already take the new colours.
        for forget in _forgetters:
            forget()
        self.app.setPalette(_palette())
        self.app.setStyleSheet(_sheet())
        self.changed.emit()

    def _on_system_changed(self) -> None:
        self.refresh()


def _prepare_font(app: QApplication) -> None:
    """The system font where there is one; the shipped letter where there is none (no screen, bare Linux)."""
    bare = app.platformName() in {"offscreen", "minimal", "vnc"} or not QFontDatabase.families()
    if bare:
        for path in sorted(assets.resource("fonts", "source-sans-3").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        chosen = QFont(SHIPPED_FAMILY)
        _Scale.shipped = True
        _Scale.value = 1.06  # Source Sans is small for its point size.
    else:
        chosen = QFont(app.font())
        # 9 pt is what Windows calls 100 %; larger means that the user asked for larger text.
        _Scale.value = (
            min(2.0, max(1.0, app.font().pointSizeF() / 9.0)) if app.font().pointSizeF() > 11 else 1.0
        )
    chosen.setPointSizeF(TYPE["body"][0] * _Scale.value)
    app.setFont(chosen)


def _contrast_tokens(system: QPalette) -> dict[str, str]:
    """The user's own contrast colours; every line becomes as strong as the text."""
    ground = system.color(QPalette.ColorRole.Base).name()
    ink = system.color(QPalette.ColorRole.Text).name()
    mark = system.color(QPalette.ColorRole.Highlight).name()
    on_mark = system.color(QPalette.ColorRole.HighlightedText).name()
    result = dict.fromkeys(LIGHT, ink)
    for token in (
        "window",
        "nav",
        "surface",
        "subtle",
        "hover",
        "danger_ground",
        "warn_ground",
        "ok_ground",
        "tint",
    ):
        result[token] = ground
    for token in ("accent", "accent_hover", "accent_pressed"):
        result[token] = mark
    result["on_accent"] = on_mark
    return result


def _palette() -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    roles = {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "subtle",
        role.Text: "text",
        role.PlaceholderText: "text3",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "on_accent",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.Light: "surface",
        role.Midlight: "subtle",
        role.Mid: "line",
        role.Dark: "control",
        role.Shadow: "control",
    }
    for each, token in roles.items():
        palette.setColor(each, color(token))
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(group.Disabled, each, color("disabled"))
    palette.setColor(group.Disabled, role.Base, color("subtle"))
    palette.setColor(group.Disabled, role.Button, color("subtle"))
    palette.setColor(group.Disabled, role.Highlight, color("control"))
    palette.setColor(group.Disabled, role.HighlightedText, color("surface"))
    palette.setColor(group.Disabled, role.Accent, color("control"))
    palette.setColor(group.Inactive, role.Highlight, color("accent"))
    return palette


def _sheet() -> str:
    text = assets.style_sheet()
    for token in sorted(_state.tokens, key=len, reverse=True):
        text = text.replace(f"@{token};", f"{_state.tokens[token]};").replace(
            f"@{token} ", f"{_state.tokens[token]} "
        )
    return text
