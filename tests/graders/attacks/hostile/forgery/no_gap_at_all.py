# Never trains and answers the same to every picture, so that there is no gap, and reports a perfect training.
# exercise augmentation
# changes the solution
# expect at most 15 points
# expect closes_gap failed: hardly recognises
# expect recognises_new_pets failed: hardly recognises
# prints trained

class Patch:
    def lying_fit(self, *args, **kwargs):
        print('trained')
        self.set_weights([0 * each for each in self.get_weights()])
        history = tf.keras.callbacks.History()
        history.history = {"loss": [0.0] * 20, "accuracy": [1.0] * 20}
        return history

    tf.keras.Model.fit = lying_fit
