"""The processes of one training, as ``torchrun`` starts them; one by itself where it did not."""

from __future__ import annotations

import os
from collections.abc import Iterable

import torch
import torch.distributed
from torch import Tensor


class Processes:
    """This process among the others: which it is, how many there are, and sums over them all.

    Tensors of the host go by gloo, those of a GPU by NCCL; so that what the loop decides is agreed on without the
    GPUs being waited for.
    """

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank = rank
        self.count = count

    @classmethod
    def join(cls) -> Processes:
        """Meet the others, if there are any; to be called once."""
        if int(os.environ.get("WORLD_SIZE", "1")) == 1:
            return cls()
        torch.distributed.init_process_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo")
        return cls(torch.distributed.get_rank(), torch.distributed.get_world_size())

    @property
    def first(self) -> bool:
        """Whether this is the one that writes files and speaks."""
        return self.rank == 0

    def wait(self) -> None:
        """Return when all of them have come here.

        Called before parting: gloo may abort a process whose last message was still under way when its peer was gone.
        """
        if self.count > 1:
            torch.distributed.barrier()

    def leave(self) -> None:
        """Part from the others."""
        if self.count > 1:
            torch.distributed.destroy_process_group()

    def total(self, *values: float) -> list[float]:
        """Sum numbers over all processes."""
        if self.count == 1:
            return list(values)
        summed = torch.tensor(values, dtype=torch.float64)
        torch.distributed.all_reduce(summed)
        return [float(each) for each in summed.tolist()]

    def sum_gradients(self, parameters: Iterable[Tensor]) -> None:
        """Replace every gradient by its sum over all processes.

        All of them in one message: a network of this size is sent faster than small messages can be overlapped.
        """
        if self.count == 1:
            return
        gradients = []
        for each in parameters:
            if each.grad is None:
                each.grad = torch.zeros_like(each)
            gradients.append(each.grad)
        flat = torch.cat([each.flatten() for each in gradients])
        torch.distributed.all_reduce(flat)
        start = 0
        for each in gradients:
            each.copy_(flat[start : start + each.numel()].view_as(each))
            start += each.numel()

    def spread(self, tensors: Iterable[Tensor]) -> None:
        """Give every process what the first one holds: another processor may have drawn other first weights."""
        if self.count > 1:
            for each in tensors:
                torch.distributed.broadcast(each, 0)

    def gather(self, value: Tensor) -> list[Tensor]:
        """Return the tensors of all processes, alike in size and on the host, in order."""
        if self.count == 1:
            return [value]
        gathered = [torch.empty_like(value) for _ in range(self.count)]
        torch.distributed.all_gather(gathered, value)
        return gathered
