"""The screens by name. A page is imported and made when it is first shown, never before."""

from importlib import import_module

PAGES = {
    "overview": ("twijs_desk.gui.pages.overview", "OverviewPage"),
    "incident": ("twijs_desk.gui.pages.incident", "IncidentPage"),
    "cases": ("twijs_desk.gui.pages.cases", "CasesPage"),
    "letters": ("twijs_desk.gui.pages.letters_list", "LettersPage"),
    "settings": ("twijs_desk.gui.pages.settings", "SettingsPage"),
    "case": ("twijs_desk.gui.pages.case", "CasePage"),
    "route": ("twijs_desk.gui.pages.route", "RoutePage"),
    "call": ("twijs_desk.gui.pages.call", "CallPage"),
    "letter": ("twijs_desk.gui.pages.letter", "LetterPage"),
    "dossiers": ("twijs_desk.gui.pages.dossier", "DossiersPage"),
    "dossier": ("twijs_desk.gui.pages.dossier", "DossierPage"),
    "log": ("twijs_desk.gui.pages.log", "LogPage"),
    "protocol": ("twijs_desk.gui.pages.protocol", "ProtocolPage"),
    "route_map": ("twijs_desk.gui.pages.route_map", "RouteMapPage"),
    "rules": ("twijs_desk.gui.pages.rules", "RulesPage"),
}
"""name -> (module, class). Context per page, beside what `PAGES` says:
`case` case_id · `route` case_id, question_id? · `call` case_id · `letter` letter_id (or case_id + code to
begin one) ·
`dossier` person_id · `log` case_id? · `protocol` source_id? · `incident` draft_id? · `cases` text?"""


def page_class(name: str) -> type:
    """The class of a page; imports its module the first time."""
    module, attribute = PAGES[name]
    found: type = getattr(import_module(module), attribute)
    return found
