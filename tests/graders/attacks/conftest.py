"""The exercise that attacks are tried on and the attacks themselves are not tests of this project."""

collect_ignore = ["largest_gap", "stubs", "hostile"]
