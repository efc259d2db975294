"""Metrics: every run with its settings and best accuracy, curves laid over each other, and whom a run mixes up."""

import streamlit as st

from engine.charts.confusion import confusion_figure
from engine.settings import Settings
from engine.training.erased import erased_sentence
from engine.training.evaluation import Evaluation, read_evaluation
from engine.training.runs import RunRecord, list_runs
from pages.widgets import address
from pages.widgets.dataset_in_view import dataset_in_view, next_step
from pages.widgets.run_curves import run_curves
from pages.widgets.run_table import run_table
from pages.widgets.run_words import confused_sentence, missing_evaluation_sentence, run_label
from pages.widgets.runs_in_view import best_run, run_in_view, runs_of_dataset

ALL_DATASETS = "All datasets"


def choose_runs(settings: Settings, runs: list[RunRecord]) -> list[RunRecord]:
    """The runs to look at: those marked in the table, else the one in view, else the best."""
    name = address.get("dataset")
    scopes = [name, ALL_DATASETS] if name else [ALL_DATASETS]
    scope = st.segmented_control("Runs of", scopes, default=scopes[0], required=True)
    listed = runs if name is None or scope == ALL_DATASETS else runs_of_dataset(settings, name)
    first = run_in_view(listed) or best_run(listed)
    if first is None:
        st.info(f"No run of '{name}' yet. Train one, or look at all datasets.")
        next_step("Train a network", "5_Train.py")
        return []
    st.caption("Mark one run, or several to compare them.")
    return run_table(listed, key=f"runs_{scope}", preselected=first) or [first]


def draw_evaluation(evaluation: Evaluation) -> None:
    """Who is taken for whom, and how well each is known."""
    st.markdown(confused_sentence(evaluation))
    matrix, scores = st.columns([3, 2], gap="large")
    figure = confusion_figure(evaluation.confusion, evaluation.labels)
    matrix.plotly_chart(
        figure, width="stretch", key="confusion", config={"displayModeBar": False}, alt="Confusion matrix"
    )
    rows = [
        {"Label": label, "Recognised": score.accuracy, "Photos": score.count}
        for label, score in sorted(evaluation.per_label.items(), key=lambda item: item[1].accuracy or 0.0)
    ]
    share = st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent", help="Accuracy per label")
    scores.dataframe(rows, hide_index=True, width="stretch", column_config={"Recognised": share})


def draw_runs(settings: Settings, chosen: list[RunRecord]) -> None:
    """Curves of all chosen runs, and the confusion matrix of one."""
    st.subheader("Curves")
    run_curves(chosen, key="compared")
    st.subheader("Who is taken for whom (confusion matrix)")
    run = chosen[0]
    if len(chosen) > 1:
        run = st.selectbox("Run", chosen, format_func=run_label)
    if notice := erased_sentence(settings, run.config):
        st.warning(notice)
    evaluation = read_evaluation(run.folder)
    if evaluation is not None:
        draw_evaluation(evaluation)
    else:
        st.info(missing_evaluation_sentence(run))
        next_step("Go to Train", "5_Train.py")


settings = Settings.from_environment()
st.title("Metrics")
runs = list_runs(settings)
if runs:
    if chosen := choose_runs(settings, runs):
        draw_runs(settings, chosen)
    with st.expander("The same curves in TensorBoard"):
        st.code(f'tensorboard --logdir "{settings.runs_dir}"', language="shell")
elif dataset_in_view(settings):
    st.info("No run yet. Train a network first; its curves appear here.")
    next_step("Train a network", "5_Train.py")
