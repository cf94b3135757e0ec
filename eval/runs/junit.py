"""A run as JUnit XML, so that a CI server shows which case lost what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from eval.runs.command import Ran
from eval.runs.comparison import Comparison
from eval.runs.gating import gates
from eval.runs.scored import OVERALL

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, whatever way it is written."""


def junit_of(ran: Ran, compared: Sequence[Comparison] = ()) -> bytes:
    """One test suite a system with a test a case, and one of the gates and verdicts.

    A case fails nothing by itself: what is wrong with it stands in its output. Gates and verdicts fail.
    """
    root = ET.Element("testsuites", name=f"prompts {ran.loaded.suite.name}")
    for system in ran.systems:
        suite = ET.SubElement(root, "testsuite", name=_legal(system))
        for case in ran.cases:
            test = ET.SubElement(suite, "testcase", classname=f"{system}.{case.family}", name=case.id)
            score = ran.results.values[system].get(OVERALL, {}).get(case.id)
            if score is None:
                ET.SubElement(test, "skipped", message="nothing could be scored")
            why = ran.scored.why[system].get(case.id, {})
            lines = [f"{OVERALL} {score:.3f}"] if score is not None else []
            lines += [f"{metric}: {reason}" for metric, reasons in why.items() for reason in reasons]
            ET.SubElement(test, "system-out").text = _legal("\n".join(lines))
        _count(suite)
    judged = ET.SubElement(root, "testsuite", name="verdicts")
    for gate in gates(ran.results, ran.loaded.suite):
        test = ET.SubElement(judged, "testcase", classname=f"gate.{gate.system}", name=gate.metric)
        if gate.held != "holds":
            kind = "failure" if gate.held == "does not hold" else "skipped"
            ET.SubElement(test, kind, message=_legal(str(gate)))
    for comparison in compared:
        for verdict in comparison.verdicts:
            name = f"{comparison.new} against {comparison.old}"
            test = ET.SubElement(judged, "testcase", classname=_legal(name), name=verdict.metric)
            if verdict.word == "worse" and verdict.metric in comparison.gating:
                ET.SubElement(test, "failure", message=_legal(str(verdict)))
            elif verdict.word == "not enough data":
                ET.SubElement(test, "skipped", message=_legal(str(verdict)))
    _count(judged)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _count(suite: ET.Element) -> None:
    tests = suite.findall("testcase")
    suite.set("tests", str(len(tests)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
