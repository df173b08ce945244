"""What a workflow must not do, told from its text: rights, pins, other people's words in commands, no end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import yaml

Group = dict[str, object]

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
SAFE_RIGHTS = {"contents": "read"}
# What a single job may be given, and nothing else: each is for one thing that it does.
RIGHTS = {
    "contents": {"read", "write"},
    "pages": {"write"},
    "id-token": {"write"},
    "pull-requests": {"write"},
}
# Runs with the rights of the base and the content of a stranger.
DANGEROUS = {"pull_request_target", "workflow_run", "issue_comment"}
INSTALLS = re.compile(r"\bpip install\b(?![^\n]*(?:--require-hashes|--no-deps))")


def faults(text: str) -> Iterator[str]:
    """What is wrong with a workflow, in words."""
    # In YAML 1.1 `on` is a truth value, so it is read as text.
    workflow = cast("Group", yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes text only
    triggers = workflow["on"]
    yield from (f"is started by {name}" for name in sorted(DANGEROUS & set(cast("Group", triggers))))
    if workflow.get("permissions") != SAFE_RIGHTS:
        yield "may do more than read, in every job"
    for used in re.findall(r"^\s*-?\s*uses: (.*)$", text, re.MULTILINE):
        pin, _, release = used.partition(" # ")
        if not PINNED.fullmatch(pin.strip()) or not release.startswith("v"):
            yield f"uses {used.strip()} without a commit and the release beside it"
    if re.search(r"\bsecrets\.(?!GITHUB_TOKEN\b)", text):
        yield "reads a secret"
    for name, job in cast("dict[str, Group]", workflow["jobs"]).items():
        yield from (f"{name}: {fault}" for fault in _job_faults(job))


def _job_faults(job: Group) -> Iterator[str]:
    if "timeout-minutes" not in job:
        yield "has no end"
    if not re.fullmatch(r"ubuntu-\d\d\.\d\d", str(job.get("runs-on"))):
        yield "runs on a moving system"
    rights = cast("dict[str, str]", job.get("permissions", {}))
    yield from (
        f"may {right}: {value}" for right, value in rights.items() if value not in RIGHTS.get(right, set())
    )
    for step in cast("list[Group]", job["steps"]):
        options = cast("Group", step.get("with", {}))
        if "checkout@" in str(step.get("uses")) and options.get("persist-credentials") != "false":
            yield "leaves its token in the checkout"
        for script in (step.get("run"), options.get("script")):
            if "${{" in str(script):
                yield "puts an expression into a command: give it through env"
            if INSTALLS.search(str(script)):
                yield "installs something without hashes"
