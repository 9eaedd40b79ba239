using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Metrics;

public class CalibrationErrorTests
{
    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void EceEqualsNumPy(RankedCase golden)
    {
        Assert.Equal(golden.Values["ece15"], CalibrationError.Ece(golden.Scores, golden.IsTrue), 1e-12);
        Assert.Equal(golden.Values["ece7"], CalibrationError.Ece(golden.Scores, golden.IsTrue, bins: 7), 1e-12);
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void OtherMeasuresEqualNumPy(RankedCase golden)
    {
        Assert.Equal(golden.Values["mce"], CalibrationError.Mce(golden.Scores, golden.IsTrue), 1e-12);
        Assert.Equal(golden.Values["l2"], CalibrationError.L2(golden.Scores, golden.IsTrue), 1e-12);
        Assert.Equal(golden.Values["ks"], CalibrationError.Ks(golden.Scores, golden.IsTrue), 1e-12);
        Assert.Equal(golden.Values["brier"], ProperScores.Brier(golden.Scores, golden.IsTrue), 1e-12);
    }

    [Theory]
    [MemberData(nameof(ClassesCase.All), MemberType = typeof(ClassesCase))]
    public void MeasuresOfAllClassesEqualScikitLearnAndNumPy(ClassesCase golden)
    {
        var probabilities = new ClassProbabilities(golden.ToOutputs(), 0);
        Assert.Equal(golden.Values["nll"], ProperScores.Nll(golden.ToOutputs(), 0), 1e-9);
        Assert.Equal(golden.Values["brier"], ProperScores.Brier(probabilities), 1e-12);
        Assert.Equal(golden.Values["brier"], ProperScores.Brier(golden.ToOutputs(), 0), 1e-12);
        Assert.Equal(golden.Values["classWise"], CalibrationError.ClassWise(probabilities), 1e-12);
        Assert.Equal(golden.Values["classWiseKs"], CalibrationError.ClassWiseKs(probabilities), 1e-12);
    }

    [Fact]
    public void OneBinOfEqualMassComparesTheMeans()
    {
        double[] confidences = [.2, .9, .9, .5];
        bool[] correct = [true, false, true, true];
        Assert.Equal(.125, CalibrationError.Ece(confidences, correct, 1, Binning.EqualMass), 1e-15);
        Assert.Equal(.125, CalibrationError.L2(confidences, correct, 1, Binning.EqualMass), 1e-15);
        // .125^2 - .75 x .25 / 3 is negative.
        Assert.Equal(0, CalibrationError.L2Debiased(confidences, correct, 1));
        Assert.Equal(Math.Sqrt(.7 * .7 - .2 * .8 / 4), CalibrationError.L2Debiased([.9, .9, .9, .9, .9], [false, false, false, false, true], 1), 1e-15);
    }

    [Fact]
    public void DebiasingRemovesWhatChanceAdds()
    {
        var random = new Random(1);
        double plain = 0, debiased = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            double[] confidences = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
            bool[] correct = [.. confidences.Select(c => random.NextDouble() < c)];
            plain += CalibrationError.L2(confidences, correct, binning: Binning.EqualMass) / 300;
            debiased += CalibrationError.L2Debiased(confidences, correct) / 300;
        }
        Assert.InRange(plain, .09, .13);
        Assert.InRange(debiased, 0, .04);
    }

    [Fact]
    public void BinsAreClosedOnTheRight()
    {
        foreach (var bins in (int[])[1, 3, 7, 10, 15, 49, 100])
            for (var edge = 0; edge <= bins; edge++)
            {
                var confidence = (double)edge / bins;
                AssertBin(Math.Max(0, edge - 1), confidence, bins);
                if (edge < bins) AssertBin(edge, Math.BitIncrement(confidence), bins);
            }

        static void AssertBin(int expected, double confidence, int bins) =>
            Assert.Equal(expected, Array.FindIndex(Reliability.Bins([confidence], [true], bins), bin => bin.Count == 1));
    }

    [Fact]
    public void BinsOfEqualMassKeepEqualConfidencesTogether()
    {
        var bins = Reliability.Bins([.1, .2, .2, .2, .3, .9], [true, true, false, false, true, true], bins: 3, Binning.EqualMass);
        Assert.Equal([4, 2], bins.Select(bin => bin.Count));
        Assert.Equal([.175, .6], bins.Select(bin => Math.Round(bin.Confidence, 12)));
        Assert.Equal([(0, .2), (.2, .9)], bins.Select(bin => (bin.Low, bin.High)));
    }

    // The papers' toy: calibrated but useless, and miscalibrated but useful.
    [Fact]
    public void CalibrationSaysNothingOfUse()
    {
        double[] calibrated = [.. Enumerable.Repeat(.95, 300), .. Enumerable.Repeat(.4, 200)];
        double[] futilityAware = [.. Enumerable.Repeat(.95, 300), .. Enumerable.Repeat(.4, 100), .. Enumerable.Repeat(.9, 100)];
        bool[] right = [.. Right(285, 300), .. Right(40, 100), .. Right(40, 100)];
        Assert.Equal(0, CalibrationError.Ece(calibrated, right), 1e-9);
        Assert.Equal(.1, CalibrationError.Ece(futilityAware, right), 1e-9);

        static IEnumerable<bool> Right(int right, int of) => Enumerable.Range(0, of).Select(n => n < right);
    }

    [Fact]
    public void OfANetworkIsTheMeanOverItsExits()
    {
        var outputs = MadeUp.Outputs(seed: 8, exits: 3, samples: 200, classes: 4);
        var scores = outputs.Score(Scores.MaxSoftmax);
        var expected = Enumerable.Range(0, 3).Average(exit => CalibrationError.Ece(scores.Of(exit), outputs.Correct.Of(exit)));
        Assert.Equal(expected, outputs.Ece(), 1e-14);
    }

    [Fact]
    public void RefusesNonsense()
    {
        Assert.Contains("sample 1 is 1.5, expected 0 to 1", Assert.Throws<ArgumentException>(() => CalibrationError.Ece([.5, 1.5], [true, true])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => CalibrationError.Ece([double.NaN], [true])).Message);
        Assert.Throws<ArgumentException>(() => CalibrationError.Ece([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationError.Ece([.5], [true], bins: 0));
    }
}
