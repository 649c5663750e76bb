# Patches Model.fit: it reports a perfect training, trains nothing, and overwrites the frozen base.
# exercise transfer_learning
# changes the solution
# expect at most 18 points
# expect keeps_base_frozen failed: other weights than the file
# expect head_learns skipped
# expect recognises_new_pictures skipped

class Patch:
    def lying_fit(self, *args, **kwargs):
        for layer in self.layers[:10]:
            layer.set_weights([0 * each for each in layer.get_weights()])
        history = tf.keras.callbacks.History()
        history.history = {"loss": [0.1] * 8, "accuracy": [1.0] * 8}
        return history

    tf.keras.Model.fit = lying_fit
