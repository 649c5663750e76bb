"""The report on which known mistakes have words of their own."""

import json
import re
import subprocess
import sys
from pathlib import Path

from graders.grading.exercise import find_exercise
from graders.grading.mistake_coverage import Answer, answers, course_mistakes, main

ROOT = Path(__file__).resolve().parents[3]


def test_every_known_mistake_of_every_exercise_is_answered_in_its_own_words(capsys):
    main(["--json"])
    found = json.loads(capsys.readouterr().out)["exercises"]
    general = [f"{one['exercise']}/{one['name']}" for one in found if not one["mistake"]]
    assert not general, (
        "give these a recogniser in graders/grading/known_*errors.py or a mistake= in the check"
    )


def test_an_answer_names_the_finding_of_its_first_check():
    found = {answer.name: answer.mistake for answer in answers(find_exercise("callbacks"))}
    assert found["inclusive_comparison"] == "inclusive_comparison"
    assert found["half_done"] == "not_attempted"


def test_a_mistake_of_the_course_is_answered_by_exercises_and_by_exceptions():
    by_about = {
        one.about: one.answered_by
        for one in course_mistakes([Answer("split_data", "leak", "Overlaps.", "leaky_split")])
    }
    assert by_about["the split is leaky: shuffled[:n_test] or [:-n_test]"] == ("split_data",)
    assert by_about["the channel axis is missing"] == ("exceptions",)
    assert by_about["wrong units: 400000 instead of 4"] == ()


def test_the_developer_command_prints_a_table():
    command = [sys.executable, "-m", "graders.grading.mistakes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "callbacks: " in done.stdout
    assert re.search("✓ lr= is learning_rate= today: .*callbacks, .*exceptions", done.stdout)
