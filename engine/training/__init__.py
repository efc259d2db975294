"""Trains an architecture of ``models`` on a snapshot: ``train`` runs or resumes a run folder, ``runs`` reads them.

Nothing here imports Keras until a network is built, so that screens may list architectures and runs.
"""
