using EarlyExit.Calibration;
using EarlyExit.Data;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>What a study file may call by a name alone.</summary>
internal static class Choices
{
    public static Choice<Func<IDataSet, Recipe>> StandardRecipe { get; } = new("standard", Recipe.For);

    public static Choice<ICalibrator?> NoCalibrator { get; } = new("none", null);

    public static IReadOnlyDictionary<string, Regime> Regimes { get; } = new[]
    {
        Regime.Disjoint, Regime.Joint, Regime.Mixed, Regime.HeadWarmUp, Regime.MixedThenHeads, Regime.Alternating,
        Regime.Distilled(Distillation.Last), Regime.Distilled(Distillation.Later), Regime.Distilled(Distillation.Next),
    }.ToDictionary(regime => regime.Name);

    public static IReadOnlyDictionary<string, Trains> Phases { get; } =
        new[] { Trains.Backbone, Trains.Heads, Trains.Everything }.ToDictionary(trains => trains.Name);

    public static IReadOnlyDictionary<string, Method> Methods { get; } = Method.All.ToDictionary(method => method.Name);

    public static IReadOnlyDictionary<string, Choice<ICalibrator?>> Calibrators { get; } =
        Calibration.Calibrators.Standard.Select(calibrator => new Choice<ICalibrator?>(calibrator.Name, calibrator)).Prepend(NoCalibrator)
            .ToDictionary(choice => choice.Name);

    /// <summary>Sets of samples that are told apart by classes; a sweep judges nothing else.</summary>
    public static IReadOnlyList<string> DataSets { get; } = [.. Data.DataSets.Names, .. TextSets.Names.Where(name => name is not ("sentence-pairs" or "sts-b"))];
}
