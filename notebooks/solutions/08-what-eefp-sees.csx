// Exercises of notebook 08, solved; the tests run this after the notebook, at smoke scale.
var fixedLater = Share(0, 1);

//// 1. A confidence that says nothing
//// - MayLeave(exit, n) == label).Select(n => confidence[exit, n])
//// + MayLeave(exit, n) == label).Select(n => (double)(n % 2))
Expect(Math.Abs(byHand - .5) < .03, "about .5");
Expect(differing == 0 && Math.Abs(byHand - byLibrary) > 1e-3, "differing stays 0, and the check of the measure fails");

//// 2. A later exit is the next one
//// - Enumerable.Range(exit + 1, test.L - 1 - exit).All
//// + Enumerable.Range(exit + 1, Math.Min(1, test.L - 1 - exit)).All
Expect(differing > 0, "differing counts them");
Expect(Enumerable.Range(0, test.L).All(exit => Enumerable.Range(0, test.N).All(n => MayLeave(exit, n) || !library[exit, n])), "a label can only turn from false to true");

//// 3. Heads added to a frozen backbone
//// - var net = zoo["resnet14-joint-6k-s0"];
//// + var net = zoo["resnet14-disjoint-6k-s0"];
//// again Func<int, int, bool>[] kinds
Expect(Share(0, 1) > fixedLater, "what the first exit has wrong later exits may fix");
