"""The tree of our errors. Each message says what happened, what was expected and what to do, with the value.

EngineError
├── BadInput            a value, file or folder a person gave cannot be used
│   ├── SourceError     an import source cannot be read at all
│   └── UnreadablePhoto one photo cannot be decoded; becomes a row with this reason
├── NotFound            no dataset, photo, snapshot, run or job of that name
├── DatasetEmpty        nothing (or too little) is left to freeze or train on
├── DiskFull            an upload or a checkpoint would not leave the disk enough room
├── CatalogError        the catalog cannot be written: the disk is full, or the file may not be changed
├── JobError            a job cannot be started, watched or stopped
│   └── JobBusy         another process owns the folder
├── CloudError          a service in the cloud cannot be used: no key, no permission, no answer
│   └── ConsentMissing  nobody has agreed that photos are sent there
├── FetchError          a file cannot be had from the web
│   └── WrongBytes      it has other bytes than declared
├── WeightsError        a pre-trained file is missing and cannot be had
│   └── ChecksumMismatch  a pre-trained file has other bytes than declared
├── PluginError         a check, source, analyzer or architecture is broken or declared twice
└── TrainingError       a run cannot go on
    ├── LossNotFinite   the loss became NaN or infinite
    ├── OutOfMemory     not even one photo at a time fits into memory
    └── ExportError     a model could not be written in another format, or predicts differently there
"""

from __future__ import annotations


class EngineError(Exception):
    """Anything Facet explains to a person in one sentence."""


class BadInput(EngineError):
    """A value, file or folder that cannot be used."""


class SourceError(BadInput):
    """An import source that cannot be read at all."""


class UnreadablePhoto(BadInput):
    """One photo that cannot be decoded; ``str(error)`` is the reason kept in its row."""


class NotFound(EngineError):
    """No dataset, photo, snapshot, run or job of that name."""


class DatasetEmpty(EngineError):
    """Nothing, or too little, is left to freeze or train on."""


class DiskFull(EngineError):
    """An upload or a checkpoint that would not leave the disk enough room."""


class CatalogError(EngineError):
    """The catalog cannot be written."""


class JobError(EngineError):
    """A job that cannot be started, watched or stopped."""


class JobBusy(JobError):
    """Another process owns the folder."""


class CloudError(EngineError):
    """A service in the cloud that cannot be used."""


class ConsentMissing(CloudError):
    """Nobody has agreed that photos are sent to a service."""


class FetchError(EngineError):
    """A file that cannot be had from the web."""


class WrongBytes(FetchError):
    """A file from the web with other bytes than declared; it was not kept."""


class WeightsError(EngineError):
    """A pre-trained file that is missing and cannot be had."""


class ChecksumMismatch(WeightsError):
    """A pre-trained file with other bytes than declared."""


class PluginError(EngineError):
    """A check, source, analyzer or architecture that is broken or declared twice."""


class TrainingError(EngineError):
    """A run that cannot go on."""


class LossNotFinite(TrainingError):
    """The loss became NaN or infinite."""


class OutOfMemory(TrainingError):
    """Not even one photo at a time fits into memory."""


class ExportError(TrainingError):
    """A model that could not be written in another format, or predicts differently there."""
