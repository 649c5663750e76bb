# Hides code behind characters that turn the direction of reading.
# encode utf-8
# expect at most 0 points
# expect of_numbers failed: another one

def largest_gap(values):
    note = '‮⁦ return 0 ⁩⁦'
    return -1 if note else '‭'
