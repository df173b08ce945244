"""Every field for every audience: in the site exactly when it may be seen, and what is said of that."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.cli import main
from coaching_cycles.privacy.outlook import say_rows
from coaching_cycles.privacy.publish import preview, publish
from coaching_cycles.schema import AUDIENCES, Audience, Record, default_audience, may_hide, rank
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.words import LANGUAGES, Words

# One word that stands nowhere else in each field, and where it can be seen if the field is.
CANARIES = {
    "exemplar": "{why: CanaryExemplar}",
    "course": "CanaryCourse",
    "teachers": "[{role: CanaryTeachers, name: CanaryNeverName}, {name: CanaryShownName, show: name}]",
    "coach": "{role: CanaryCoach, name: Canary NeverInitials, show: initials}",
    "content_focus": "CanaryContent",
    "teaching_goals": "[CanaryTeachingGoals]",
    "goal_history": "[CanaryHistory]",
    "practices": "[canarypractices]",
    "conditions": "CanaryConditions",
    "capacity": "{time: CanaryCapacity}",
    "rhythm": "{planning: CanaryRhythm}",
    "standards": "[W.5.1]",
    "assessments": "{slip: {title: CanaryAssessments, levels: [One, CanaryTwo], proficient: CanaryTwo}}",
    "results": "{assessment: slip, before: {students: 25, proficient: 7, note: CanaryResults}}",
    "targets": "[{text: CanaryTargets, standards: RI.4.4}]",
    "groups": "[{need: CanaryGroups}]",
    "evidence": "[{content: CanaryEvidence}]",
    "work": "[{file: canarywork.pdf, permission: true}]",
    "resources": "[{title: CanaryResources, file: canaryresources.txt}]",
    "logs": "[{log: goal, notes: CanaryLogs}, {log: impact, answers: {support: CanaryNeverPrompt}}]",
    "still_need": "CanaryStillNeed",
    "learned": "CanaryLearned",
    "would_change": "CanaryWouldChange",
    "support_needed": "CanarySupport",
    "private_notes": "CanaryPrivateNotes",
    "questions_for_readers": "[CanaryQuestions]",
    "license": "CanaryLicense",
    "aliases": "[hill/canaryaliases]",
}  # fmt: skip
# Of standards the addresses: codes that nobody uses stand in a framework's tree too.
WORDS = {
    "teachers": ["CanaryTeachers", "CanaryShownName"],
    "coach": ["C.N., CanaryCoach"],
    "standards": ["/w-5-1/", "/ri-4-4/"],
    "assessments": ["CanaryAssessments", "CanaryTwo"],
    "work": ["canarywork"],
    "resources": ["CanaryResources", "canaryresources"],
    "aliases": ["canaryaliases"],
    "practices": ["canarypractices"],
}
# These say what something is or when it was, and have no words of their own; or a required key.
WITHOUT_WORDS = set(Record.model_fields) - set(CANARIES)


def write(root: Path, fields: str = "", changed: str = "") -> None:
    home = root / "cycles" / "hill" / "one"
    home.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}: {value}" for name, value in CANARIES.items()]
    text = (
        "---\ntitle: A title\ngrades: [5]\nsubject: Reading\ngoal: Students will give reasons.\n"
        "status: complete\nvisibility: public\napproved: {by: CanaryNeverBy, on: 2026-11-02}\n"
    )
    (home / "index.md").write_text(text + "\n".join(lines) + f"\n---\n\nThe write-up. {changed}\n", "utf-8")
    (home / "canarywork.pdf").write_bytes(b"%PDF-1.4")
    (home / "canaryresources.txt").write_text("x", encoding="utf-8")
    (root / "cycles" / "portfolio.yml").write_text(f"privacy: {{fields: {{{fields}}}}}\n", encoding="utf-8")


def everything(site: Site) -> str:
    parts = [str(page) for page in site.pages] + [str(redirect) for redirect in site.redirects]
    parts += [asset.path + asset.content.decode("utf-8", "replace") for asset in site.assets]
    return "\n".join(parts)


def test_every_field_with_words_is_in_the_table() -> None:
    assert {
        "title", "school", "grades", "subject", "goal", "status", "framework", "visibility", "setting",
        "structure", "approved", "waivers", "dates", "short_because", "ended", "why", "remixed_from", "lang",
    } == WITHOUT_WORDS  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "audience"),
    [
        *(("as the format has it", audience) for audience in AUDIENCES),
        ("private", "school"),
        ("private", "public"),
        ("school", "public"),
        ("public", "public"),
    ],
)
def test_every_field_for_every_audience(tmp_path: Path, wish: str, audience: Audience) -> None:
    hideable = [name for name in CANARIES if may_hide(name)]
    fields = {n: default_audience(Record.model_fields[n]) for n in CANARIES}
    if wish in AUDIENCES:
        fields.update(dict.fromkeys(hideable, next(a for a in AUDIENCES if a == wish)))
        fields["private_notes"] = "private"
    write(tmp_path, ", ".join(f"{name}: {wish}" for name in hideable) if wish in AUDIENCES else "")
    text = everything(build_site(tmp_path, Options(audience=audience)))
    for name, widest in fields.items():
        seen = rank(widest) >= rank(audience)
        for word in WORDS.get(name, re.findall(r"Canary(?!Never)\w+", CANARIES[name])):
            assert (word in text) == seen, f"{name} ({widest}) in a {audience} build: {word}"
    assert "CanaryNeverName" not in text
    assert "NeverInitials" not in text
    assert "CanaryNeverBy" not in text
    assert ("CanaryNeverPrompt" in text) == (audience == "private")


@pytest.mark.parametrize("name", ["assessments", "standards", "resources", "targets"])
def test_nothing_tells_of_a_field_that_is_hidden_alone(tmp_path: Path, name: str) -> None:
    """What other fields are made with goes too: instruments with assessments, codes with standards."""
    write(tmp_path, f"{name}: school")
    text = everything(build_site(tmp_path, Options(audience="public")))
    words = WORDS.get(name, ["CanaryTargets", "/ri-4-4/"])
    assert [word for word in words if word in text] == []


def test_preview_says_what_is_published(tmp_path: Path) -> None:
    write(tmp_path, "learned: school, conditions: private")
    portfolio = read_portfolio(tmp_path).portfolio
    for audience in AUDIENCES:
        outlook = preview(portfolio, audience)["hill/one"]
        assert outlook.reason is None
        hidden = {sight.field for sight in outlook.sights if sight.state == "hidden"}
        published = publish(portfolio, audience).cycles[0].record
        for name in CANARIES:
            if name not in {"results", "targets", "groups", "logs", "teachers", "coach"}:
                assert (getattr(published, name) is None) == (name in hidden), name
    states = {
        sight.field: (sight.state, sight.why) for sight in preview(portfolio, "public")["hill/one"].sights
    }
    assert states["learned"] == ("hidden", "field")
    assert states["logs"] == ("part", "prompt")
    assert states["teachers"] == ("part", "person")
    assert states["approved"] == ("part", "approval")
    assert states["results"] == ("shown", "")
    assert states["write-up"] == ("shown", "")


def test_preview_says_in_words_what_the_policy_leaves(tmp_path: Path) -> None:
    write(tmp_path)
    record = tmp_path / "cycles" / "hill" / "one" / "index.md"
    record.write_text(record.read_text("utf-8").replace("proficient: 7", "proficient: 1"), encoding="utf-8")
    outlook = preview(read_portfolio(tmp_path).portfolio, "public")["hill/one"]
    for language in LANGUAGES:
        row = next(row for row in say_rows(outlook, Words(language)) if row.field == "results")
        assert row.said
        assert "1 " not in row.said[0]
    row = next(row for row in say_rows(outlook, Words("en")) if row.field == "results")
    assert "fewer than 3" in row.said[0]
    school = preview(read_portfolio(tmp_path).portfolio, "school")["hill/one"]
    assert [s.state for s in school.sights if s.field == "results"] == ["shown"]


def test_the_page_has_the_list_of_the_command(tmp_path: Path) -> None:
    write(tmp_path, "learned: school, conditions: private")
    pages = {
        audience: next(
            page.html
            for page in build_site(tmp_path, Options(audience=audience)).pages
            if page.address == "cycles/hill/one/"
        )
        for audience in AUDIENCES
    }
    assert "cc-outlook" not in pages["public"]
    for audience in ("school", "private"):
        html = pages[audience]
        assert '<details class="cc-more cc-outlook cc-noprint" data-pagefind-ignore>' in html
        assert "<code>learned</code></th><td>no</td><td>only for: school</td>" in html
    assert "<code>conditions</code>" in pages["private"]
    assert "<code>conditions</code>" not in pages["school"], "a school build is not told what is private"
    assert "<code>private_notes</code>" not in pages["school"]


def test_the_command(tmp_path: Path) -> None:
    write(tmp_path, "learned: school")
    other = tmp_path / "cycles" / "hill" / "two.md"
    other.write_text(
        "---\ntitle: Two\ngrades: [5]\nsubject: R\ngoal: Students will read.\nstatus: planned\n"
        "remixed_from: hill/one\n---\n",
        encoding="utf-8",
    )

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            main, ["preview", *words, "--folder", str(tmp_path)], catch_exceptions=False
        )
        return result.exit_code, result.stdout

    code, text = run("--as", "public")
    assert code == 0
    assert re.search(r"^  learned +no +only for: school$", text, flags=re.MULTILINE)
    assert "The record is not shown: it is for the school only." in text
    code, text = run("hill/two", "--format", "json")
    [data] = json.loads(text)
    assert (data["id"], data["shown"], data["reason"]) == ("hill/two", False, "school")
    assert {"field": "title", "seen": "shown", "reason": None, "why": "", "said": []} in data["fields"]
    assert run("hill/three")[0] == 1
