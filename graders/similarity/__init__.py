"""Which submissions of an exercise have more in common than others: a question to a person, never a verdict.

``tokens`` reads a file as a sequence of tokens that renaming does not change, ``winnowing`` chooses fingerprints of
it, ``compare`` finds the pairs that share many, ``passages`` says where. Nothing here runs or imports what learners
wrote, and nothing needs it to be valid Python.
"""
