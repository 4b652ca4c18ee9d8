#!/usr/bin/env python3
"""Draws the diagrams of docs/MODEL.md: python3 docs/diagrams.py. Python's standard library only."""

from base64 import b64encode
from html import escape
from pathlib import Path
from re import MULTILINE, findall

HERE = Path(__file__).parent / "model"
STYLE = (
    "text{font-family:Helvetica,Arial,sans-serif;font-size:13px;fill:#1b2733;text-anchor:middle}"
    ".head{font-weight:bold}.note{font-size:11px;fill:#51606e}"
    "rect{rx:6;stroke-width:1.2}"
    ".a{fill:#e3eefa;stroke:#3b6ea5}.b{fill:#fdf0d9;stroke:#b9822b}.c{fill:#fbe3e0;stroke:#b0483c}"
    ".d{fill:#e2f2e5;stroke:#3f8a4f}.e{fill:#f1f3f5;stroke:#8a96a3}"
    "path{fill:none;stroke:#51606e;stroke-width:1.3}.dash{stroke-dasharray:5 4}"
)
LINE = 16


class Diagram:
    """Boxes and arrows; boxes are named, arrows go from a side of one to a side of another."""

    def __init__(self, name, title, width, height):
        self.name, self.boxes, self.out = name, {}, []
        self.size = (width, height)
        self.title = title

    def box(self, name, x, y, w, h, colour, *lines):
        self.boxes[name] = (x, y, w, h)
        self.out.append(f'<rect class="{colour}" x="{x}" y="{y}" width="{w}" height="{h}"/>')
        top = y + h / 2 - LINE * (len(lines) - 1) / 2 + 4.5
        for at, line in enumerate(lines):
            kind = "" if at == 0 else ' class="note"'
            self.out.append(f'<text{kind} x="{x + w / 2:g}" y="{top + LINE * at:g}">{escape(line)}</text>')

    def text(self, x, y, words, kind="note"):
        self.out.append(f'<text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>')

    def row(self, x, step, y, boxes):
        """Boxes of one size beside each other, each with an arrow to the next; a step to the left is below 0."""
        sides = ("right", "left") if step > 0 else ("left", "right")
        for at, (name, *lines, colour) in enumerate(boxes):
            self.box(name, x + step * at, y, 156, 74, colour, *lines)
        for (one, *_), (other, *_) in zip(boxes, boxes[1:]):
            self.arrow(one, other, sides)

    def point(self, name, side, shift):
        x, y, w, h = self.boxes[name]
        return {
            "left": (x, y + h / 2 + shift),
            "right": (x + w, y + h / 2 + shift),
            "top": (x + w / 2 + shift, y),
            "bottom": (x + w / 2 + shift, y + h),
        }[side]

    def arrow(self, one, other, sides=("right", "left"), shift=(0, 0), dashed=False, bend=None):
        (x, y), (to_x, to_y) = self.point(one, sides[0], shift[0]), self.point(other, sides[1], shift[1])
        if bend is None:
            way = f"M{x:g} {y:g}L{to_x:g} {to_y:g}"
        else:  # a curve over or under the boxes, `bend` high
            way = f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y + bend:g} {to_x:g} {to_y:g}"
        dash = ' class="dash"' if dashed else ""
        self.out.append(f'<path{dash} marker-end="url(#{self.name}-tip)" d="{way}"/>')

    def write(self):
        width, height = self.size
        tip = (
            f'<defs><marker id="{self.name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#51606e;stroke:none"/></marker></defs>'
        )
        body = "\n".join(self.out)
        HERE.mkdir(exist_ok=True)
        (HERE / f"{self.name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{escape(self.title)}">\n<title>{escape(self.title)}</title>\n<style>{STYLE}</style>\n'
            f'{tip}\n<rect x="0" y="0" width="{width}" height="{height}" style="fill:#ffffff;stroke:none;rx:0"/>\n{body}\n</svg>\n'
        )


def causes():
    """From exposures to what they bring."""
    d = Diagram("causes", "From exposures to deaths, disease, work, health and money", 940, 500)
    for x, words in [(100, "exposures"), (335, "risk"), (570, "events"), (825, "what is gained")]:
        d.text(x, 26, words, "head")
    d.box("smoking", 20, 45, 160, 58, "a", "smoking", "by years since quitting")
    d.box("weight", 20, 125, 160, 58, "a", "body weight", "carried along the cohort")
    d.box("activity", 20, 205, 160, 58, "a", "physical activity", "two thresholds, delayed")
    d.box("alcohol", 20, 285, 160, 58, "a", "drinking", "only with risks you give")
    d.box("ratio", 250, 125, 170, 138, "b", "ratio of mean risks", "scenario to baseline,", "by cause and disease,", "by area, quintile, sex, age")
    d.box("deaths", 490, 45, 160, 58, "c", "deaths", "seven groups of causes")
    d.box("cases", 490, 135, 160, 58, "c", "new cases", "of five diseases")
    d.box("absence", 490, 225, 160, 58, "c", "days off sick", "of those in work")
    d.box("life", 730, 45, 190, 58, "d", "life years, life expectancy", "healthy life expectancy")
    d.box("qaly", 730, 125, 190, 58, "d", "QALYs", "utility of age, sex, disease")
    d.box("cost", 730, 205, 190, 58, "d", "NHS and social-care cost", "added years apart")
    d.box("work", 730, 285, 190, 58, "d", "value of days worked", "friction cost")
    for name, shift in [("smoking", -40), ("weight", 0), ("activity", 30)]:
        d.arrow(name, "ratio", shift=(0, shift))
    d.arrow("alcohol", "ratio", shift=(0, 58), dashed=True)
    d.arrow("ratio", "deaths", shift=(-40, 0))
    d.arrow("ratio", "cases", shift=(-10, 0))
    d.arrow("ratio", "absence", shift=(25, 0))
    d.arrow("deaths", "life", shift=(-6, -6))
    d.arrow("deaths", "qaly", shift=(12, -12))
    d.arrow("cases", "qaly", shift=(-8, 8))
    d.arrow("cases", "cost", shift=(12, -8))
    d.arrow("absence", "work")
    d.box("mental", 20, 385, 290, 70, "e", "severe mental illness", "two populations by their ratios of mortality:", "the gap in life expectancy, and its smoking")
    d.box("series", 330, 385, 290, 70, "e", "published series by area", "school readiness, alcohol-related admissions,", "your own: a trend and targets, no path to health")
    d.box("people", 640, 385, 280, 70, "e", "people", "by area, quintile, sex and age:", "births, ageing, migration, death")
    d.text(470, 483, "All of it in each draw, for the baseline, the frozen comparator and every scenario at once.")
    d.write()


def smoking():
    """The states of smoking."""
    d = Diagram("smoking", "The states of smoking and the moves between them", 940, 250)
    d.box("never", 20, 95, 90, 50, "a", "never")
    d.box("current", 160, 95, 90, 50, "c", "current")
    former = [("f0", "former 0", 310, 80), ("f1", "1", 405, 46), ("f2", "2", 466, 46), ("dots", "3 ... 8", 527, 66), ("f9", "9", 608, 46)]
    for name, words, x, w in former:
        d.box(name, x, 95, w, 50, "d", words)
    bands = [("b10", "10-14", 680), ("b15", "15-19", 744), ("b20", "20-29", 808), ("b30", "30+", 872)]
    for name, words, x in bands:
        d.box(name, x, 95, 52, 50, "d", words)
    chain = ["never", "current", *[name for name, *_ in former], *[name for name, *_ in bands]]
    for one, other in zip(chain, chain[1:]):
        d.arrow(one, other)
    d.text(135, 86, "start")
    d.text(280, 86, "quit")
    d.text(600, 66, "one year on a year; a band of w years is left by 1 / w a year")
    for at, name in enumerate(("f1", "f2", "dots", "f9")):
        d.arrow(name, "current", ("bottom", "bottom"), (0, 20 - 12 * at), bend=45 + 18 * at)
    d.text(390, 235, "relapse, from the first to the ninth year after a quit")
    d.text(600, 40, "former, by full years since the quit: the excess risk falls with them")
    d.write()


def way():
    """From tables to outcomes."""
    d = Diagram("way", "From tables to outcomes", 940, 304)
    there = [
        ("tables", "tables", "checked cell by cell,", "each with its source", "e"),
        ("fit", "fit", "all that is the same", "in every draw", "a"),
        ("draws", "parameters", "eight draws at a time,", "by name and seed", "b"),
        ("set", "parameter set", "calibrated to London", "and its boroughs", "b"),
        ("solve", "solve", "the factor with which", "an ambition is met", "b"),
    ]
    d.row(20, 186, 80, there)
    back = [
        ("loop", "people, year by year", "baseline and scenarios", "side by side", "c"),
        ("tally", "tally", "sums by group,", "measure and year", "c"),
        ("store", "draw store", "in memory or", "a run folder", "d"),
        ("outcomes", "outcomes", "differences in a draw,", "then means, intervals", "d"),
        ("report", "report", "CSV with every digit,", "tables rounded", "d"),
    ]
    d.row(764, -186, 210, back)
    d.arrow("solve", "loop", ("bottom", "top"))
    d.box("ask", 764, 14, 156, 32, "e", "scenarios, ambitions")
    d.arrow("ask", "solve", ("bottom", "top"))
    d.write()


def links():
    """The links of the pages where they are part of the crate's documentation: modules in place of files, pictures in the page."""
    guide = (HERE.parent.parent / "src" / "guide.rs").read_text()
    pages = findall(r"^    (\w+) = ", guide, MULTILINE)
    chapters = findall(r"^        (\w+) = ", guide, MULTILINE)
    lines = [f"[{page.replace('_', ' ')}]: crate::guide::{page}" for page in [*pages, "design"]]
    lines += [f"[design: {chapter}]: crate::guide::design::{chapter}" for chapter in chapters]
    for picture in sorted(HERE.glob("*.svg")):
        coded = b64encode(picture.read_bytes()).decode()
        lines.append(f"[{picture.stem}]: data:image/svg+xml;base64,{coded}")
    (HERE.parent / "rustdoc.md").write_text("\n".join(lines) + "\n\n")


causes()
smoking()
way()
links()
