"""Trains a network on hand-written digits, in one process or in several that share each batch.

    python3 train_digits.py                                            one process
    python3 -m torch.distributed.run --nproc_per_node 2 train_digits.py  two

The processes exchange gradients through DistributedDataParallel over gloo. Each batch of 96 is cut
into equal parts, and the mean of the parts' mean gradients is the gradient of the batch: whatever
the number of processes, the network goes the same way but for the order in which floats are added.
"""
import argparse
import contextlib
import csv
import json
import os
import sys
from pathlib import Path

import torch
import torch.distributed as distributed
from torch.nn.parallel import DistributedDataParallel

import actfast_torch

DIGITS = Path(__file__).resolve().parents[3] / "examples" / "data" / "digits.csv"
PIXELS, CLASSES, BATCH, HOLDOUT = 64, 10, 96, 359


def read_digits(path):
    """Images of 0 to 1 and their labels, in an order that is shuffled the same way everywhere."""
    with open(path, newline="") as file:
        rows = torch.tensor([[int(cell) for cell in row] for row in csv.reader(file)])
    rows = rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(1))]
    return rows[:, :PIXELS].float() / 16, rows[:, PIXELS]


def build_network():
    """A learned SquarePlus in the first layer, a SwiGLU in the second."""
    torch.manual_seed(2)
    return torch.nn.Sequential(
        torch.nn.Linear(PIXELS, 48),
        actfast_torch.SquarePlus(learnable=True),
        torch.nn.Linear(48, 64),
        actfast_torch.SwiGLU(),
        torch.nn.Linear(32, CLASSES),
    )


@contextlib.contextmanager
def processes():
    """This process's number and how many there are: torch.distributed.run says so."""
    if "RANK" not in os.environ:
        yield 0, 1
        return
    distributed.init_process_group("gloo")
    try:
        yield distributed.get_rank(), distributed.get_world_size()
    finally:
        distributed.destroy_process_group()


def train(network, images, labels, rank, count, epochs):
    """How many images this process has seen."""
    if BATCH % count:
        sys.exit(f"{count} processes cannot share a batch of {BATCH} equally")
    model = DistributedDataParallel(network) if count > 1 else network
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    shuffle = torch.Generator().manual_seed(3)
    seen = 0
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=shuffle)
        for batch in order[: len(order) // BATCH * BATCH].split(BATCH):
            part = batch[rank::count]
            seen += len(part)
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images[part]), labels[part]).backward()
            optimizer.step()
    return seen


def differ(network, rank):
    """Whether a weight of this process is not, to the bit, that of process 0."""
    weights = torch.cat([weight.detach().flatten() for weight in network.parameters()])
    first = weights.clone()
    distributed.broadcast(first, 0)
    differs = torch.tensor(float(not torch.equal(weights, first)))
    distributed.all_reduce(differs)
    return bool(differs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DIGITS)
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()
    images, labels = read_digits(options.data)
    learn, test = slice(HOLDOUT, None), slice(HOLDOUT)
    network = build_network()
    with processes() as (rank, count):
        seen = train(network, images[learn], labels[learn], rank, count, options.epochs)
        if count > 1 and differ(network, rank):
            sys.exit("the processes have come to different weights")
        if rank:
            return
        with torch.no_grad():
            loss = torch.nn.functional.cross_entropy(network(images[learn]), labels[learn])
            right = (network(images[test]).argmax(1) == labels[test]).float().mean()
        print(
            json.dumps(
                {
                    "processes": count,
                    "loss": float(loss),
                    "accuracy": float(right),
                    "b": float(network[1].b),
                    "images": seen,
                }
            )
        )


if __name__ == "__main__":
    main()
