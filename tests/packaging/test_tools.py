"""The tools: a form changed without compiling is noticed, and the list of checks is the agreed one."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"twijs_tool_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_forms_are_compared_by_what_they_do(tmp_path: Path) -> None:
    forms = _tool("forms")
    drawn, compiled = tmp_path / "ui", tmp_path / "forms"
    drawn.mkdir()
    compiled.mkdir()
    form = '<ui version="4.0"><class>A</class><widget class="QWidget" name="A"/></ui>'
    (drawn / "a.ui").write_text(form, encoding="utf-8")
    assert forms.differing(drawn, compiled) == ["a.ui has not been compiled"]
    fresh = forms.compile_form(drawn / "a.ui")
    (compiled / "ui_a.py").write_text("# another compiler\n" + fresh, encoding="utf-8")
    assert forms.differing(drawn, compiled) == []
    (drawn / "a.ui").write_text(form.replace('name="A"', 'name="B"'), encoding="utf-8")
    shutil.copy(compiled / "ui_a.py", compiled / "ui_old.py")
    assert forms.differing(drawn, compiled) == ["ui_a.py differs from a.ui", "ui_old.py has no form"]


def test_fast_leaves_only_the_frozen_program_out() -> None:
    checks = _tool("checks")
    every = [step.name for step in checks.steps(fast=False)]
    fast = [step.name for step in checks.steps(fast=True)]
    assert [name for name in every if name not in fast] == [
        "frozen program",
        "self-test from the frozen program",
    ]
    for name in ("style", "format", "types", "imports", "compiled forms", "tests", "wheel"):
        assert name in fast
