"""constraints.txt holds every dependency that pyproject.toml names, in a version that it allows."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def test_every_dependency_has_an_allowed_version(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    versions: dict[str, list[str]] = {}
    for pin in pins:
        [exact] = pin.specifier
        assert exact.operator == "==", pin
        versions.setdefault(canonicalize_name(pin.name), []).append(exact.version)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    for requirement in map(Requirement, named):
        name = canonicalize_name(requirement.name)
        if name == project["name"]:
            continue  # an extra that includes another
        assert versions.get(name), f"{name} is not in constraints.txt: `make constraints`"
        for version in versions[name]:
            assert requirement.specifier.contains(version), f"{name} {version}: `make constraints`"
