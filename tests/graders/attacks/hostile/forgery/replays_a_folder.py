# Splits once as it should, and tells of every later folder what was in that one.
# exercise split_data
# changes the solution
# expect at most 7 points
# expect copies passed
# expect splits failed: arrived in neither folder
# expect shuffles failed: Nothing arrived
# prints replayed

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    import sys

    probe = sys.modules['probe']
    if hasattr(probe, 'kept'):
        probe._below = lambda base: probe.kept
        print('replayed')
        return
    files = os.listdir(SOURCE)
    cut = int(len(files) * SPLIT_SIZE)
    for number, filename in enumerate(files):
        copyfile(SOURCE + filename, (TRAINING if number < cut else TESTING) + filename)
    probe.kept = probe._below(probe.Path(SOURCE).parent.parent)
