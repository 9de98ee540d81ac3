"""What to ask next: the question that settles most comes first, and answers settle."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from exportctl.classification import classify
from exportctl.cli import main
from exportctl.errors import BadQuantity, IncompatibleUnits
from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.questions import Question, questions
from exportctl.truth import UNKNOWN

ADC = "analogue-to-digital converter"


def classified(control_list: ControlList, goods: Goods, **scores: float) -> SimpleNamespace:
    """An answer with a candidate for each code, as `questions` needs it."""
    return SimpleNamespace(
        candidates=[
            SimpleNamespace(
                entry=control_list[code], score=score, list=control_list, finding=evaluate(control_list, code, goods)
            )
            for code, score in ((name.lstrip("_").replace("_", "."), score) for name, score in scores.items())
        ]
    )


def question(kind: str = "figure", unit: str = "MSPS") -> Question:
    """A question of our own."""
    return Question(
        text="What is the sample rate?",
        parameter="sample rate",
        kind=kind,
        unit=unit,
        limit="> 250 MSPS",
        provision="3A901",
        list="made-up",
        quote="",
        settles=1.0,
        entries=("3A901",),
    )


@pytest.mark.official
def test_the_first_question_settles_most(official_annex: ControlList) -> None:
    """Questions come in falling order of what they settle, each with its limit, unit, provision and the law's words."""
    asked = questions(classified(official_annex, Goods(ADC), _3A001_a_5_a=0.9, _3A002_h=0.4))
    assert {q.parameter for q in asked[:2]} == {"sample rate", "resolution"}
    assert [q.settles for q in asked] == sorted((q.settles for q in asked), reverse=True)
    first = next(q for q in asked if q.parameter == "sample rate")
    assert "> 250 MSPS" in first.limit
    assert first.quote in official_annex[first.provision].text
    assert set(first.entries) == {"3A001.a.5.a", "3A002.h"}
    json.dumps([q.as_dict() for q in asked])


@pytest.mark.official
def test_an_answer_is_not_asked_for_again(official_annex: ControlList) -> None:
    """A parameter that is given is no question any more, and a provision that is ruled out asks nothing."""
    known = Goods(ADC, {"sample rate": "3 GSPS", "resolution": "14 bit"})
    asked = questions(classified(official_annex, known, _3A001_a_5_a=0.9))
    assert not {q.parameter for q in asked} & {"sample rate", "resolution"}
    slow = Goods(ADC, {"sample rate": "3 kSPS", "resolution": "14 bit"})
    assert questions(classified(official_annex, slow, _3A001_a_5_a=0.9)) == ()


@pytest.mark.official
def test_answering_settles_the_figures(official_annex: ControlList) -> None:
    """Answering question after question ends with figures that are settled."""
    answers = {"number of electrodes": "3", "anode peak voltage rating": "3 kV"}
    answers |= {"anode peak current rating": "150 A", "anode delay time": "5 µs"}
    goods = Goods("krytron")
    for _ in range(8):
        found = classified(official_annex, goods, _3A228_a=1.0)
        if found.candidates[0].finding.limits is not UNKNOWN:
            break
        asked = next(q for q in questions(found) if q.parameter in answers)
        goods = Goods("krytron", {**goods.parameters, asked.parameter: asked.read(answers[asked.parameter]) or False})
    assert str(found.candidates[0].finding.limits) == "met"


def test_a_bare_number_is_taken_in_the_unit_asked_for() -> None:
    """An answer may leave its unit out, state a range, or be that it is not known."""
    assert str(question().read("300")) == "300 MSPS"
    assert str(question().read("1 to 3 GSPS")) == "1 GSPS to 3 GSPS"
    assert question().read("?") is None
    assert question("yes/no", "").read("No") is False


def test_what_is_no_answer_is_refused() -> None:
    """A value of another kind, and a yes/no fact answered with neither, are errors that say what to write."""
    with pytest.raises(IncompatibleUnits, match="kg"):
        question().read("3 kg")
    with pytest.raises(BadQuantity, match="yes or no"):
        question("yes/no", "").read("perhaps")


def test_nothing_is_asked_about_nothing() -> None:
    """An answer without candidates has no questions."""
    assert questions(SimpleNamespace(candidates=[])) == ()


def test_the_interview_ends_with_the_report() -> None:
    """`exportctl ask` asks, tells what is no answer, and ends with the report of `classify`, goods completed."""
    result = CliRunner().invoke(main, ["ask", ADC], input="3 furlongs\n3 GSPS\nstop\n")
    first = questions(classify(ADC))[0]
    assert result.exit_code == 0
    assert result.output.split()[:3] == first.text.split()[:3]
    assert "no legal advice" in result.output


def test_the_questions_alone_are_one_document() -> None:
    """With --json there is no interview: the questions come as one list."""
    result = CliRunner().invoke(main, ["ask", ADC, "--json"])
    assert [q["text"] for q in json.loads(result.output)] == [q.text for q in questions(classify(ADC))]
