"""The pages as scripts, with a worker pool that trains nothing: what is drawn, kept, told and put in the address."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import graders
from dashboard import lessons, server
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunNotFoundError
from dashboard.lessons.glossary import read_glossary
from dashboard.workers.pool import PoolError, RunStatus
from graders import CheckResult, Status, SubmissionResult

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "dashboard" / "navigation.py"
HISTORY = {"loss": [0.7, 0.5], "accuracy": [0.75, 0.82], "val_loss": [0.6, 0.55], "val_accuracy": [0.78, 0.8]}


@dataclass
class ScriptedPool:
    """Stands in for the workers: a test sets how each run stands."""

    runs: dict[str, RunStatus] = field(default_factory=dict)
    submitted: list[TrainingConfig] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    learners: list[str] = field(default_factory=list)
    warmed: list[TrainingConfig] = field(default_factory=list)
    refusal: str = ""

    def submit(self, config: TrainingConfig, learner: str, **_options: object) -> str:
        if self.refusal:
            raise PoolError(self.refusal)
        self.submitted.append(config)
        self.learners.append(learner)
        run_id = f"run{len(self.submitted):013d}"
        self.put(Run(run_id, config, RunState.RUNNING))
        return run_id

    def put(self, run: Run, position: int | None = None, message: str = "") -> None:
        self.runs[run.id] = RunStatus(run.state, position, run, message or run.message)

    def status(self, run_id: str) -> RunStatus:
        if run_id not in self.runs:
            raise RunNotFoundError(f"There is no run {run_id!r}.")
        return self.runs[run_id]

    def stop(self, run_id: str) -> bool:
        self.stopped.append(run_id)
        return True

    def touch(self, learner: str) -> None:
        self.touched.append(learner)

    def foresee(self, config: TrainingConfig) -> None:
        pass

    def warm(self, config: TrainingConfig) -> None:
        self.warmed.append(config)


SLIDERS = ("epochs", "units", "dropout", "stop_at_accuracy")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> ScriptedPool:
    scripted = ScriptedPool()
    monkeypatch.setattr(server, "worker_pool", lambda: scripted)
    monkeypatch.setattr(server, "start", lambda: None)
    st.cache_resource.clear()
    return scripted


def lesson_script() -> None:
    from dashboard.components import lesson_page
    from dashboard.lessons import discover

    [lesson] = [lesson for lesson in discover() if lesson.slug == "hands-on-vision"]
    lesson_page.render(lesson, [])


def open_lesson(**address: str) -> AppTest:
    at = AppTest.from_function(lesson_script, default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def setting(at: AppTest, name: str) -> object:
    return at.session_state[f"vision-{name}"]


def code_of(at: AppTest) -> str:
    return at.code[-1].value


def test_the_front_page_lists_every_lesson_and_exercise(pool):
    at = AppTest.from_file(str(SCRIPT), default_timeout=120).run()

    assert not at.exception
    shown = [heading.value for heading in at.subheader]
    assert all(exercise.title in shown for exercise in graders.list_exercises())
    links = [link.proto.label for link in at.get("page_link")]
    assert {f"**{lesson.number}. {lesson.title}**" for lesson in lessons.discover()} <= set(links)
    assert links.count("Open the exercise") == len(graders.list_exercises())
    assert links[0] == "Open the lesson", "what to do next comes first"


def test_the_tour_is_shown_until_it_is_put_away(pool):
    at = AppTest.from_file(str(SCRIPT), default_timeout=120).run()
    assert "New here? Thirty seconds" in [heading.value for heading in at.subheader]

    at.button(key="tour-seen").click().run()

    assert "New here? Thirty seconds" not in [heading.value for heading in at.subheader]


def test_the_search_finds_lessons_and_terms_or_says_that_there_are_none(pool):
    at = AppTest.from_file(str(SCRIPT), default_timeout=120).run()

    at.text_input(key="search").set_value("overfitting").run()
    assert any(text.value.startswith("**overfitting**: ") for text in at.markdown)
    assert "4. Hands-on with computer vision" in [link.proto.label for link in at.get("page_link")]

    at.text_input(key="search").set_value("zebrafish").run()
    assert any("Nothing found for “zebrafish”" in text.value for text in at.markdown)


def glossary_script():
    from dashboard.components.glossary import glossary_page

    glossary_page()


def test_the_glossary_shows_every_term_and_filters():
    at = AppTest.from_function(glossary_script, default_timeout=120).run()
    whole = at.markdown[-1].value
    assert all(f"**{term.term}**" in whole for term in read_glossary())

    at.text_input(key="glossary-query").set_value("softmax").run()

    assert "**softmax**" in at.markdown[-1].value
    assert "**padding**" not in at.markdown[-1].value


def test_the_lesson_opens_with_a_train_button_and_the_default_program(pool):
    at = open_lesson()

    assert not at.exception
    assert not at.button(key="vision-train").disabled
    assert at.button(key="vision-stop").disabled
    assert "keras.layers.Dense(128" in code_of(at)
    assert at.query_params == {}


def test_an_address_restores_every_setting(pool):
    wanted = TrainingConfig(
        examples=1000, units=64, dropout=0.3, optimizer="sgd", learning_rate=0.02, batch_size=64, epochs=5,
        stop_at_accuracy=0.9, seed=7,
    )  # fmt: skip
    at = open_lesson(**wanted.to_query())

    assert not at.exception
    at.button(key="vision-train").click().run()
    assert pool.submitted == [wanted]
    assert {name: at.query_params[name] for name in wanted.to_query()} == wanted.to_query()


def test_what_a_widget_holds_is_its_default_too_for_a_browser_that_missed_the_first_drawing(pool):
    wanted = TrainingConfig(
        examples=2000, units=64, dropout=0.3, optimizer="rmsprop", learning_rate=0.03, batch_size=64, epochs=5,
        stop_at_accuracy=0.9, seed=7,
    )  # fmt: skip
    at = open_lesson(**wanted.to_query())

    at.run()  # drawn again, seeded no more

    shown = {name: at.slider(key=f"vision-{name}").proto.default[0] for name in SLIDERS}
    assert shown == {name: getattr(wanted, name) for name in SLIDERS}
    for name in ("learning_rate", "examples", "batch_size"):
        widget = at.select_slider(key=f"vision-{name}")
        assert widget.options[int(widget.proto.default[0])] == f"{getattr(wanted, name):,}", name
    optimizer = at.selectbox(key="vision-optimizer")
    assert optimizer.options[optimizer.proto.default] == "RMSprop"
    assert at.number_input(key="vision-seed").proto.default == wanted.seed
    assert at.toggle(key="vision-stops").proto.default is True


def test_a_value_in_the_address_that_is_no_setting_is_told_and_the_default_is_used(pool):
    at = open_lesson(units="many", epochs="5", lr="-3")

    told = " ".join(warning.value for warning in at.warning)
    assert "units must be a whole number from 1 to 1024; received 'many'" in told
    assert "learning_rate must be" in told
    assert (setting(at, "units"), setting(at, "epochs")) == (128, 5)


def test_the_code_and_the_address_follow_the_widgets(pool):
    at = open_lesson()

    at.slider(key="vision-units").set_value(256).run()
    at.selectbox(key="vision-optimizer").select("rmsprop").run()

    assert "keras.layers.Dense(256" in code_of(at)
    assert "keras.optimizers.RMSprop(" in code_of(at)
    assert at.query_params == {"units": "256", "optimizer": "rmsprop"}


def test_stop_at_accuracy_adds_the_callback_to_the_program(pool):
    at = open_lesson()

    at.toggle(key="vision-stops").set_value(True).run()

    assert not at.exception
    assert at.slider(key="vision-stop_at_accuracy").value == 0.85
    assert "callbacks=[StopAtAccuracy()]" in code_of(at)
    at.toggle(key="vision-stops").set_value(False).run()
    assert "callbacks" not in code_of(at)


def test_another_address_in_the_same_session_is_a_step_back_or_a_link(pool):
    at = open_lesson(units="64")

    at.query_params["units"] = "32"
    at.run()

    assert setting(at, "units") == 32


def test_a_widget_moved_before_the_browser_knew_the_new_address_keeps_its_value(pool):
    at = open_lesson(units="64")
    at.slider(key="vision-units").set_value(100).run()

    at.query_params["units"] = "64"  # what the browser still believed
    at.slider(key="vision-epochs").set_value(3).run()

    assert (setting(at, "units"), setting(at, "epochs")) == (100, 3)
    assert at.query_params == {"units": "100", "epochs": "3"}


def test_train_starts_a_run_whose_id_is_in_the_address(pool):
    at = open_lesson()

    at.button(key="vision-train").click().run()

    assert pool.submitted == [TrainingConfig()]
    assert at.query_params == {"run": "run0000000000001"}
    assert at.button(key="vision-train").disabled
    assert not at.button(key="vision-stop").disabled
    assert pool.touched == pool.learners, "an open page renews the lease of its run"


def test_stop_stops_the_run_on_show(pool):
    at = open_lesson()
    at.button(key="vision-train").click().run()

    at.button(key="vision-stop").click().run()

    assert pool.stopped == ["run0000000000001"]


def test_a_reload_attaches_to_the_run_and_renews_the_lease_of_who_started_it(pool):
    first = open_lesson()
    first.button(key="vision-train").click().run()
    pool.touched.clear()

    second = open_lesson(run="run0000000000001")

    assert second.button(key="vision-train").disabled
    assert pool.touched == pool.learners
    assert second.session_state["vision-kept"].run_id == "run0000000000001"


def curve_of(at: AppTest) -> dict[str, Any]:
    """What the live curve is given: the run that it follows, and what is known of it."""
    [component] = at.get("bidi_component")[:1]
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def test_a_queued_run_shows_its_place(pool):
    pool.put(Run("waiting", TrainingConfig()), position=3, message="2 runs are ahead.")

    at = open_lesson(run="waiting")

    shown = curve_of(at)["snapshot"]
    assert (shown["position"], shown["message"]) == (3, "2 runs are ahead.")
    assert not at.button(key="vision-stop").disabled


def test_the_curve_follows_the_run_on_show(pool):
    at = open_lesson()
    assert curve_of(at)["run"] == ""
    at.button(key="vision-train").click().run()

    assert curve_of(at)["run"] == "run0000000000001"
    assert curve_of(at)["url"] == "/runs/events"


def test_the_page_warms_its_model_once_while_the_learner_reads(pool):
    at = open_lesson(units="64")
    at.slider(key="vision-epochs").set_value(3).run()

    assert pool.warmed == [TrainingConfig(units=64)]


def place_of_curve(block: Any) -> list[int] | None:
    """Where the live curve stands: its place in each container that holds it, outermost first."""
    for place, child in block.children.items():
        if getattr(child, "key", "") == "vision-curve":
            return [place]
        below = place_of_curve(child) if hasattr(child, "children") else None
        if below is not None:
            return [place, *below]
    return None


def test_no_message_moves_the_curve_to_another_place(pool):
    """The browser would show it twice for a moment, once in each place."""
    quiet = place_of_curve(open_lesson().main)
    pool.put(Run("broken", TrainingConfig(), RunState.FAILED, message="The training process was killed."))
    failed = place_of_curve(open_lesson(run="broken").main)
    told_much = place_of_curve(open_lesson(run="gone", units="many", epochs="none").main)
    pool.refusal = "You already have 10 runs waiting."
    at = open_lesson()
    at.button(key="vision-train").click().run()

    refused = place_of_curve(at.main)

    assert quiet is not None
    assert [failed, told_much, refused] == [quiet] * 3


def test_a_run_that_is_gone_is_told_and_the_page_works(pool):
    at = open_lesson(run="gone", units="64")

    assert [warning.value for warning in at.warning] == ["There is no run 'gone'."]
    assert at.query_params == {"units": "64"}
    at.button(key="vision-train").click().run()
    assert not at.warning
    assert at.query_params["run"] == "run0000000000001"


def test_a_failed_run_shows_its_reason_and_train_works_again(pool):
    pool.put(Run("broken", TrainingConfig(), RunState.FAILED, message="The training process was killed."))

    at = open_lesson(run="broken")

    assert [error.value for error in at.error] == ["The training process was killed."]
    assert not at.button(key="vision-train").disabled


def test_a_refused_run_is_told_in_the_pools_words(pool):
    pool.refusal = "You already have 10 runs waiting."
    at = open_lesson()

    at.button(key="vision-train").click().run()

    assert [error.value for error in at.error] == ["You already have 10 runs waiting."]
    assert not at.button(key="vision-train").disabled


def test_changed_settings_are_named_beside_an_older_run(pool):
    pool.put(Run("done", TrainingConfig(), RunState.FINISHED, HISTORY))
    at = open_lesson(run="done")

    at.slider(key="vision-units").set_value(512).run()

    assert any("neurons 128 → 512" in caption.value for caption in at.caption)


def test_a_prediction_is_kept_and_shown_beside_the_outcome(pool):
    at = open_lesson()
    at.radio(key="vision-prediction_choice").set_value(1).run()
    at.button(key="vision-train").click().run()
    run = pool.runs["run0000000000001"].run
    pool.put(replace(run, state=RunState.FINISHED, history=HISTORY))

    at.run()

    texts = [markdown.value for markdown in at.markdown]
    assert "Validation: on pictures it has not seen" in texts
    assert "Training ended at 82.0 %, validation at 80.0 %: training is 2.0 points ahead." in texts


def test_an_experiment_sets_the_panel_and_trains_nothing(pool):
    at = open_lesson()

    at.button(key="vision-try-One neuron").click().run()

    assert setting(at, "units") == 1
    assert at.query_params == {"units": "1"}
    assert pool.submitted == []


def test_a_client_that_sends_a_value_out_of_range_still_gets_a_run_within_it(pool):
    at = open_lesson()

    at.slider(key="vision-units").set_value(5000).run()
    at.button(key="vision-train").click().run()

    assert not at.exception
    assert 1 <= pool.submitted[0].units <= 1024


# The exercise page


@dataclass
class ScriptedService:
    """Stands in for the grading service."""

    ready: bool = True


def exercise_script() -> None:
    import graders
    from dashboard.components import exercise_page

    exercise_page.render(graders.list_exercises()[0])


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Future[SubmissionResult]]:
    """The futures that the page gets for its checks, for a test to complete."""
    given: list[Future[SubmissionResult]] = []

    def check(exercise_id: str, source: bytes, filename: str) -> Future[SubmissionResult]:
        given.append(Future())
        return given[-1]

    monkeypatch.setattr(server, "check_in_background", check)
    monkeypatch.setattr(server, "grading_service", ScriptedService)
    return given


def test_the_sandbox_warms_while_the_learner_reads(answers, monkeypatch):
    asked = []
    monkeypatch.setattr(server, "grading_service", lambda: asked.append("warm") or ScriptedService())

    AppTest.from_function(exercise_script, default_timeout=120).run()

    assert asked


FAILED = CheckResult(
    "stops", "`myCallback` stops.", Status.FAILED, 0, 2, message="It went on.", hint="One.", expected="epoch 1",
    received="epoch 10", hints=("One.", "Two."),
)  # fmt: skip


def result_of(*checks: CheckResult, **extra: str) -> SubmissionResult:
    return SubmissionResult("", graders.list_exercises()[0].id, checks, **extra)


def check_and_answer(answers: list, result: SubmissionResult | BaseException) -> AppTest:
    exercise = graders.list_exercises()[0].id
    at = AppTest.from_function(exercise_script, default_timeout=120).run()
    at.button(key=f"exercise-{exercise}-check").click().run()
    assert not at.exception
    if isinstance(result, BaseException):
        answers[-1].set_exception(result)
    else:
        answers[-1].set_result(result)
    return at.run()


def test_a_check_under_way_is_shown_and_cannot_be_started_twice(answers):
    exercise = graders.list_exercises()[0].id
    at = AppTest.from_function(exercise_script, default_timeout=120).run()

    at.button(key=f"exercise-{exercise}-check").click().run()

    assert "Checking your code" in at.info[0].value
    assert at.button(key=f"exercise-{exercise}-check").disabled
    assert len(answers) == 1


def test_an_answer_shows_verdict_points_message_and_both_values(answers):
    at = check_and_answer(answers, result_of(FAILED))

    texts = " ".join(markdown.value for markdown in at.markdown)
    assert "**Not yet**" in texts
    assert "0 of 2 points" in texts
    assert "It went on." in texts
    assert {"epoch 1", "epoch 10"} <= {code.value for code in at.code}


def test_hints_come_one_at_a_time(answers):
    at = check_and_answer(answers, result_of(FAILED))
    name = next(button.key for button in at.button if button.key.endswith("-hint"))
    assert not at.info

    at.button(key=name).click().run()
    assert [info.value for info in at.info] == ["**Hint 1.** One."]

    at.button(key=name).click().run()
    assert [info.value for info in at.info] == ["**Hint 1.** One.", "**Hint 2.** Two."]
    assert name not in [button.key for button in at.button]


def test_what_the_learner_controls_is_shown_as_text_never_as_markup(answers):
    hostile = replace(FAILED, message="![x](http://example.invalid/x.png) returned `5`")

    at = check_and_answer(answers, result_of(hostile))

    shown = next(markdown.value for markdown in at.markdown if "returned" in markdown.value)
    assert "![" not in shown
    assert "](" not in shown
    assert "`5`" in shown


@pytest.mark.parametrize(
    "result",
    [
        lambda: result_of(FAILED, problem="The file is empty."),
        lambda: result_of(replace(FAILED, message="The file is empty.", mistake="unreadable_file"), FAILED),
    ],
    ids=["found before the checks", "found by the checks"],
)
def test_a_file_that_cannot_be_read_gets_its_one_sentence(answers, result):
    at = check_and_answer(answers, result())

    assert [error.value for error in at.error] == ["The file is empty."]
    assert not [button for button in at.button if button.key.endswith("-hint")]


def test_a_fault_of_ours_is_told_as_ours(answers):
    at = check_and_answer(answers, graders.GradingUnavailable("The sandbox could not be started."))

    assert [error.value for error in at.error] == ["The sandbox could not be started."]
    assert not at.exception


# The process


def test_the_app_never_imports_tensorflow():
    """It would cost seconds and 300 MB, and Streamlit would reset Keras after every script run."""
    script = f"""
import sys
from streamlit.testing.v1 import AppTest
from dashboard import lessons, server
server.start = lambda: None
at = AppTest.from_file({str(SCRIPT)!r}, default_timeout=60).run()
assert not at.exception, at.exception
import dashboard.components.results_panel, dashboard.workers.pool, graders
from dashboard.lessons import discover
[lesson.renderer() for lesson in discover()]
graders.GradingService
print(sorted({{"tensorflow", "keras"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=True
    )

    assert done.stdout.strip().splitlines()[-1] == "[]"
