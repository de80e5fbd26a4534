"""The network of a bundle, on arrays."""

from __future__ import annotations

from typing import Any

from models.arrays.many_to_many import ManyToManyArrayStepper
from models.arrays.many_to_one import ManyToOneArrayClassifier
from models.arrays.one_to_many import OneToManyArrayStepper
from models.arrays.one_to_one import OneToOneArrayDictionary
from models.bundle import Bundle, damage

_NETWORKS: dict[str, type[Any]] = {
    "many-to-many": ManyToManyArrayStepper,
    "one-to-many": OneToManyArrayStepper,
    "many-to-one": ManyToOneArrayClassifier,
    "one-to-one": OneToOneArrayDictionary,
}


def array_network(bundle: Bundle) -> Any:
    """Return the stepper, the classifier or the dictionary of a bundle.

    Raises:
        BundleError: the weights are not those of its architecture.
    """
    with damage(bundle.folder):
        return _NETWORKS[bundle.manifest.shape](bundle.architecture, bundle.weights)
