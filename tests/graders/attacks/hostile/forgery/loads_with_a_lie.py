# Reports definitions, names and notes that are of no sensible type or size.
# expect at most 0 points
# expect of_numbers failed

import graders.sandbox.child as child

real = child._frame


def forged(number, kind, payload):
    if isinstance(payload, dict) and 'definitions' in payload:
        payload = {
            'syntax_error': [1],
            'names': [{}, 2**70, 'largest_gap', float('nan')],
            'notes': [2**70, '\ud800', '\x1b[2J\x1b[31mfull marks', {}] * 1000,
            'definitions': {'largest_gap': {'kind': [], 'digest': {}, 'line': 2**70}, 5: 5, '\x1b': {}},
        }
    return real(number, kind, payload)


child._frame = forged


def largest_gap(values):
    return -1
