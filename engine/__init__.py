"""Everything Facet does without a browser: measure once, decide instantly, freeze, train, compare, predict.

The data flow, one line per package:

    sources     walk a folder, a zip or a sample and yield labelled photo files
    samples     data sets to try, one per file: licence, size, home; ``picture_arrays`` reads IDX and CIFAR
    downloads   fetch listed photos from checked addresses, politely, and judge what came back
    uploads     receive a browser's files in pieces, resumable, straight to disk
    catalog     SQLite: datasets, photos, faces, measurements, limits, overrides, snapshots; all SQL lives here
    faces       find faces in a photo: boxes, landmarks, angles, embedding; model weights by checksum
    cloud_vision  what is asked of Google Cloud Vision, after a yes; its cost, pace, answers and refusals
    checks      one question per file, asked of every photo and answered with a number
    beam        measure on many machines with Apache Beam: a list of photos out, files of measurements back in
    presets     limits for all checks under one name: some come along, people save their own
    copies      tell copies of one picture, however changed, and which of them is best
    edits       put labels right by hand: move, rename, merge; a history to step back and forward through
    suspects    find labels that are probably wrong: another person, two names, copies
    maps        lay photos out as points, those that look alike together
    reports     say what the filter did to a dataset: a page with photos, a table with all numbers
    snapshots   freeze kept photos into crops, integer labels and a split
    training    train an architecture of ``models`` on a snapshot; checkpoints, callbacks, evaluation, export
    metrics     write and read the curves of a run
    prediction  run an exported model on new photos, without TensorFlow
    forgetting  erase photos, a person or a dataset for good, with everything derived
    charts      tables in, plotly figures out
    commands    the command line's verbs; ``__main__`` joins them

``jobs`` starts, watches and stops the process that owns a folder, ``analysis`` measures the photos of a dataset,
``verdicts`` turns measurements, limits and overrides into kept, rejected or undecided. Nothing here imports streamlit.
"""
