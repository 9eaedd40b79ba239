using EarlyExit.Calibration;
using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>A list for each axis of a study; the cells are all combinations.</summary>
public sealed record SweepAxes
{
    /// <summary>The axes in the order in which cells are counted: the last one changes fastest.</summary>
    public static IReadOnlyList<string> Names { get; } = ["data", "architecture", "method", "regime", "budget", "recipe", "seed", "calibrator"];

    /// <summary>What is trained on.</summary>
    public IReadOnlyList<SweepData> Data { get; init; } = [];

    /// <summary>Networks, made to fit the data.</summary>
    public IReadOnlyList<Choice<Func<IDataSet, Architecture>>> Architectures { get; init; } = [];

    /// <summary>Early-exit methods; <see cref="Method.Sdn"/> alone when not given.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [Method.Sdn];

    /// <summary>Training regimes.</summary>
    public IReadOnlyList<Regime> Regimes { get; init; } = [];

    /// <summary>How much training each regime gets.</summary>
    public IReadOnlyList<Choice<Budget>> Budgets { get; init; } = [];

    /// <summary>Optimiser, augmentation and the rest; <see cref="Recipe.For"/> alone when not given.</summary>
    public IReadOnlyList<Choice<Func<IDataSet, Recipe>>> Recipes { get; init; } = [Choices.StandardRecipe];

    /// <summary>Seeds of first weights and training.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [0];

    /// <summary>Calibrators, fitted on the validation part; none when not given.</summary>
    public IReadOnlyList<Choice<ICalibrator?>> Calibrators { get; init; } = [Choices.NoCalibrator];

    /// <summary>All combinations.</summary>
    internal IEnumerable<SweepCell> Product(Blueprints blueprints) =>
        from data in Data
        from architecture in Architectures
        from method in Methods
        from regime in Regimes
        from budget in Budgets
        from recipe in Recipes
        from seed in Seeds
        from calibrator in Calibrators
        select new SweepCell(blueprints, data, architecture, method, regime, budget, recipe, seed, calibrator);
}
