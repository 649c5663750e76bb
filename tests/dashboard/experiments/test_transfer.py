"""Runs of transfer learning: their settings, their names, what is said of them, and their programs."""

import json
from dataclasses import replace

import nbformat
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.choices import TUNE_FROM
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.transfer import (
    CUTS,
    REPORT_FILE,
    BlockRow,
    TransferReport,
    block_of,
    read_report,
    write_report,
)
from dashboard.experiments.transfer_runs import TUNINGS, report_row, three_bases, title, tuned

BASES = three_bases("horse_or_human", 7)
TUNED = tuple(tuned(name, "cats_and_dogs", 3, "block_16", 1e-5) for name in TUNINGS)
REPORT = TransferReport(
    train=1.0,
    same_artist=0.935,
    new_artist=0.865,
    trainable=1_281,
    non_trainable=2_257_984,
    frozen_before="395faf9f00",
    frozen_after="395faf9f00",
    blocks=(BlockRow("block 1", 9, "(24, 24, 24)", 5_000, 0),),
    summary="Total params",
    feature_seconds=5.0,
    cached=True,
    moved_statistics=0.0,
)


def test_the_three_differ_in_nothing_but_the_base_and_its_learning_rate():
    assert [config.base for config in BASES] == ["none", "random", "pretrained"]
    assert len({replace(config, base="none", learning_rate=0.1) for config in BASES}) == 1


def test_every_run_has_a_name_of_its_own_and_an_address():
    assert len({title(config) for config in (*BASES, *TUNED)}) == 8
    for config in (*BASES, *TUNED):
        assert TrainingConfig.from_query(config.to_query(everything=True)) == (config, ())


@pytest.mark.parametrize("wrong", [{"base": "imagenet"}, {"tuning": "all"}, {"tune_from": "block_3"}])
def test_a_setting_that_is_not_on_offer_is_refused(wrong):
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} must be one of"):
        TrainingConfig("cats_and_dogs", "transfer", **wrong)


def test_every_place_to_fine_tune_from_is_known():
    assert set(TUNE_FROM) == set(CUTS)


@pytest.mark.parametrize(
    ("layer", "block"),
    [
        ("input_layer", "input"),
        ("bn_Conv1", "stem (Conv1)"),
        ("expanded_conv_depthwise", "block 0 (expanded_conv)"),
        ("block_13_project_BN", "block 13"),
        ("out_relu", "top (Conv_1)"),
    ],
)
def test_a_layer_belongs_to_a_block(layer, block):
    assert block_of(layer) == block


@pytest.mark.parametrize("config", [*BASES, *TUNED], ids=title)
def test_the_program_is_python_and_a_notebook(config):
    source = python_source(config)
    compile(source, "lesson.py", "exec")
    nbformat.validate(nbformat.from_dict(json.loads(notebook(config))))
    assert max(map(len, source.splitlines())) <= 110
    assert ("hashlib" in source) == (config.base != "none")
    assert f"learning_rate={config.learning_rate!r}" in source


def test_the_right_program_keeps_batch_normalization_frozen_and_the_mistakes_say_what_they_are():
    right, untrained, _, batch_norm, late = map(python_source, TUNED)
    assert "isinstance(layer, keras.layers.BatchNormalization)" in right
    assert "mistake" not in right
    for source in (untrained, batch_norm, late):
        assert "The mistake of this run" in source
    assert "isinstance" not in batch_norm
    assert late.index("base.trainable = False\nmodel.summary()  # says") > late.rindex("model.compile(")


def test_a_row_tells_whether_what_was_to_stay_did():
    row = report_row("run", REPORT, 3.0)
    assert (row["new artists"], row["to stay"]) == ("86.5 %", "unchanged: 395faf9f")
    changed = replace(REPORT, frozen_after="0badc0de00")
    assert report_row("run", changed, 3.0)["to stay"] == "CHANGED: 395faf9f → 0badc0de"
    assert list(report_row("run", None, 3.0)) == list(row)


@pytest.mark.parametrize("content", [None, "", "[]", '{"train": 1}'])
def test_a_missing_or_damaged_report_is_one_sentence(tmp_path, content):
    if content is not None:
        (tmp_path / REPORT_FILE).write_text(content)
    with pytest.raises(ArtifactError, match="missing or damaged"):
        read_report(tmp_path)


def test_a_report_is_read_as_it_was_written(tmp_path):
    assert write_report(tmp_path, REPORT) == REPORT_FILE
    assert read_report(tmp_path) == REPORT
