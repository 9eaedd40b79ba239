using System.Text.Json;
using EarlyExit.Data;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>Data sets, regimes, budgets and recipes in a study file.</summary>
internal static class TrainingSpec
{
    private static readonly Dictionary<string, Augmentation> Augmentations = new() { ["none"] = Augmentation.None, ["flip and shift"] = Augmentation.FlipAndShift };

    private static readonly Dictionary<string, Schedule> Schedules = new() { ["cosine"] = Schedule.Cosine, ["constant"] = Schedule.Constant };

    private static readonly Dictionary<string, Func<JsonSpot, Optimiser>> Optimisers = new()
    {
        ["sgd"] = spot => Optimiser.Sgd(spot.Number("rate", .1), spot.Number("momentum", .9), spot.Number("weightDecay", 5e-4)),
        ["adam"] = spot => Optimiser.Adam(spot.Number("rate", 1e-3), spot.Number("weightDecay", 0)),
        ["adamw"] = spot => Optimiser.AdamW(spot.Number("rate", 1e-3), spot.Number("weightDecay", .01)),
    };

    private static readonly Dictionary<string, Func<JsonSpot, Budget>> Budgets = new()
    {
        ["epochs"] = spot => Budget.InAll(spot.AsNumber),
        ["epochsPerPhase"] = spot => Budget.PerPhase(Length.Epochs(spot.AsNumber)),
        ["equalCompute"] = spot => Budget.EqualCompute(spot.AsNumber),
        ["untilStalled"] = spot => Budget.PerPhase(Length.UntilStalled(
            spot.OnlyWith("patience", "cap", "minDelta").Need("patience").AsInt, spot.Need("cap").AsInt, spot.Number("minDelta", 0))),
    };

    public static IReadOnlyCollection<string> AugmentationNames => Augmentations.Keys;

    public static IReadOnlyCollection<string> ScheduleNames => Schedules.Keys;

    public static IReadOnlyCollection<string> OptimiserNames => Optimisers.Keys;

    public static IReadOnlyCollection<string> BudgetNames => Budgets.Keys;

    /// <summary>The data sets that need no more than their name.</summary>
    public static IEnumerable<SweepData> DataByName => Choices.DataSets.Select(name => new SweepData(name, () => Open(name)));

    /// <summary>A data set, or the first samples of each part of it.</summary>
    public static SweepData Data(JsonSpot spot, string folder)
    {
        spot.OnlyWith("name", "set", "train", "validation", "test");
        var set = spot.Need("set");
        var name = Choices.DataSets.Contains(set.AsText) ? set.Text : Path.Combine(folder, set.Text);
        if (name != set.Text && !Directory.Exists(name))
            throw set.Wrong($"there is no data set '{set.Text}', expected one of {string.Join(", ", Choices.DataSets)}, or a folder with images.npy and labels.npy");
        var (train, validation, test) = (spot.Int("train", int.MaxValue), spot.Int("validation", int.MaxValue), spot.Int("test", int.MaxValue));
        return new(spot.Need("name").AsText, () => Open(name) switch
        {
            DataSet images => images.Take(Some(train, images.Train), Some(validation, images.Validation), Some(test, images.Test)),
            TextData texts => texts.Take(Some(train, texts.Train), Some(validation, texts.Validation), Some(test, texts.Test)),
            var other => other,
        });

        static int Some(int wanted, SampleSet part) => Math.Min(wanted, part.Count);
    }

    private static IDataSet Open(string name) => TextSets.Names.Contains(name) ? TextSets.Open(name) : DataSets.Open(name);

    /// <summary>A list of phases.</summary>
    public static Regime Regime(JsonSpot spot)
    {
        spot.OnlyWith("name", "phases");
        Phase[] phases = [.. spot.Need("phases").Each.Select(one => one.Kind == JsonTokenType.String
            ? new Phase(one.OneOf(Choices.Phases, "phase"))
            : new Phase(one.OnlyWith("trains", "share").Need("trains").OneOf(Choices.Phases, "phase")) { Share = one.Number("share", 1) })];
        return phases.Length > 0 ? new(spot.Need("name").AsText, phases) : throw spot.Wrong("a regime has at least one phase");
    }

    public static Choice<Budget> BudgetOf(JsonSpot spot)
    {
        spot.OnlyWith(["name", .. Budgets.Keys]);
        var (kind, value) = spot.Members.Where(member => member.Name != "name").ToArray() is [var one]
            ? one : throw spot.Wrong($"a budget has a name and one of {string.Join(", ", Budgets.Keys)}");
        return new(spot.Need("name").AsText, Checked(spot, () => Budgets[kind](value)));
    }

    public static Choice<Func<IDataSet, Recipe>> RecipeOf(JsonSpot spot)
    {
        spot.OnlyWith("name", "batch", "augmentation", "smoothing", "mixup", "longestGradient", "optimiser", "schedule", "warmUp");
        var augmentation = spot.Find("augmentation") is not { } varied ? null
            : varied.Kind == JsonTokenType.String ? varied.OneOf(Augmentations, "augmentation")
            : Augmentation.Shifted(varied.OnlyWith("shift").Need("shift").AsInt);
        var optimiser = spot.Find("optimiser") is { } stepped
            ? stepped.OnlyWith("kind", "rate", "momentum", "weightDecay").Need("kind").OneOf(Optimisers, "optimiser")(stepped) : null;
        var schedule = spot.Find("schedule")?.OneOf(Schedules, "schedule");
        var (batch, smoothing, mixup) = (spot.Find("batch")?.AsInt, spot.Number("smoothing", 0), spot.Number("mixup", 0));
        var (warmUp, longest) = (spot.Number("warmUp", 0), spot.Find("longestGradient")?.AsNumber);
        if (batch < 1) throw spot.Need("batch").Wrong($"a batch of {batch}, expected at least 1");
        return new(spot.Need("name").AsText, data =>
        {
            var standard = Recipe.For(data);
            var chosen = schedule ?? standard.Schedule;
            return standard with
            {
                BatchSize = batch ?? standard.BatchSize,
                Augmentation = augmentation ?? standard.Augmentation,
                LabelSmoothing = smoothing,
                Mixup = mixup,
                LongestGradient = longest ?? standard.LongestGradient,
                Optimiser = optimiser ?? standard.Optimiser,
                Schedule = warmUp > 0 ? chosen.WarmedUp(warmUp) : chosen,
            };
        });
    }

    private static T Checked<T>(JsonSpot spot, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            throw spot.Wrong(error.Message.ReplaceLineEndings(" "), error);
        }
    }
}
