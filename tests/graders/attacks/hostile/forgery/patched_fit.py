# Patches Model.fit and evaluate to report a training that never happened.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: On easy pictures that it had not seen
# expect stops_above_99 skipped: Skipped

class Patch:
    def lying_fit(self, *args, **kwargs):
        history = tf.keras.callbacks.History()
        history.history = {"loss": [1.0, 0.1], "accuracy": [0.5, 0.995]}
        history.epoch = [0, 1]
        return history

    tf.keras.Model.fit = lying_fit
    tf.keras.Model.evaluate = lambda self, *args, **kwargs: [0.0, 1.0]
