using System.Globalization;
using System.Text.Json;
using EarlyExit.Calibration;
using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>Reads a study file. A value that is written out somewhere is known by its name from there on.</summary>
internal sealed class SweepFile
{
    private readonly string _folder;
    private readonly Named<SweepData> _data;
    private readonly Named<Choice<Func<IDataSet, Architecture>>> _architectures = new("architecture", [], architecture => architecture.Name, NetworkSpec.Read);
    private readonly Named<Regime> _regimes = new("regime", Choices.Regimes.Values, regime => regime.Name, TrainingSpec.Regime);
    private readonly Named<Choice<Budget>> _budgets = new("budget", [], budget => budget.Name, TrainingSpec.BudgetOf);
    private readonly Named<Choice<Func<IDataSet, Recipe>>> _recipes = new("recipe", [Choices.StandardRecipe], recipe => recipe.Name, TrainingSpec.RecipeOf);

    private SweepFile(string path)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _data = new("data set", TrainingSpec.DataByName, data => data.Name, spot => TrainingSpec.Data(spot, _folder));
    }

    /// <exception cref="SweepFormatException">It is not as it should be.</exception>
    public static Sweep Read(string path)
    {
        var root = JsonSpot.Parse(path, File.ReadAllBytes(path)).OnlyWith("$schema", "name", "about", "kind", "seconds", "axes", "include", "exclude");
        var name = root.Need("name");
        var work = Work(root);
        var file = new SweepFile(path);
        var blueprints = new Blueprints(work, StudyFolders.Of(null));
        var axes = file.Axes(root.Need("axes"), new SweepAxes());
        SweepAxes[] include = [.. (root.Find("include")?.Each ?? []).Select(spot => file.Axes(spot, axes))];
        var all = include.Prepend(axes).SelectMany(set => set.Product(blueprints)).ToArray();
        var exclude = (root.Find("exclude")?.Each ?? []).Select(spot => Excluded(spot, all)).ToArray();
        try
        {
            return new(name.AsText, axes, include, cell => Array.Exists(exclude, excludes => excludes(cell)), blueprints, CellStore.Of(name.Text));
        }
        catch (ArgumentException error)
        {
            throw name.Wrong(error.Message.Split(" (Parameter")[0], error);
        }
    }

    private static ISweepWork Work(JsonSpot root)
    {
        var kinds = new Dictionary<string, Func<ISweepWork>>
        {
            ["training"] = () => new TrainedWork(),
            ["instant"] = () => new InstantWork(root.Number("seconds", 0)),
        };
        return root.Find("kind")?.OneOf(kinds, "kind of study")() ?? new TrainedWork();
    }

    private SweepAxes Axes(JsonSpot spot, SweepAxes otherwise)
    {
        spot.OnlyWith([.. SweepAxes.Names]);
        return new()
        {
            Data = Some("data", _data.Read) ?? otherwise.Data,
            Architectures = Some("architecture", _architectures.Read) ?? otherwise.Architectures,
            Methods = Some("method", one => one.OneOf(Choices.Methods, "method")) ?? otherwise.Methods,
            Regimes = Some("regime", _regimes.Read) ?? otherwise.Regimes,
            Budgets = Some("budget", _budgets.Read) ?? otherwise.Budgets,
            Recipes = Some("recipe", _recipes.Read) ?? otherwise.Recipes,
            Seeds = Some("seed", Seeds)?.SelectMany(seeds => seeds).ToArray() ?? otherwise.Seeds,
            Calibrators = Some("calibrator", one => one.OneOf(Choices.Calibrators, "calibrator")) ?? otherwise.Calibrators,
        };

        T[]? Some<T>(string axis, Func<JsonSpot, T> read) => spot.Find(axis) is { } values ? [.. values.Each.Select(read)] : null;
    }

    /// <summary>A number, or "0..9".</summary>
    private static IEnumerable<int> Seeds(JsonSpot spot)
    {
        if (spot.Kind == JsonTokenType.Number) return [spot.AsInt];
        return spot.AsText.Split("..") is [var first, var last]
            && int.TryParse(first, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, CultureInfo.InvariantCulture, out var to) && from <= to
                ? Enumerable.Range(from, to - from + 1) : throw spot.Wrong($"'{spot.Text}', expected a number or a range such as \"0..9\"");
    }

    /// <summary>What excludes a cell: on each axis that is named, one of the values.</summary>
    private static Func<SweepCell, bool> Excluded(JsonSpot spot, IReadOnlyList<SweepCell> cells)
    {
        spot.OnlyWith([.. SweepAxes.Names]);
        if (spot.Members.Count == 0) throw spot.Wrong("an empty object would exclude every cell");
        var axes = spot.Members.Select(member =>
        {
            var axis = SweepAxes.Names.Index().First(one => one.Item == member.Name).Index;
            var known = cells.Select(cell => cell.Values[axis]).ToHashSet();
            foreach (var value in member.Value.Each)
                if (!known.Contains(value.Text))
                    throw value.Wrong($"no cell has the {member.Name} '{value.Text}', expected one of {string.Join(", ", known)}");
            return (axis, Values: member.Value.Each.Select(value => value.Text).ToHashSet());
        }).ToArray();
        return cell => Array.TrueForAll(axes, one => one.Values.Contains(cell.Values[one.axis]));
    }

    /// <summary>The values of an axis by their names.</summary>
    private sealed class Named<T>(string what, IEnumerable<T> known, Func<T, string> nameOf, Func<JsonSpot, T> read)
    {
        private readonly Dictionary<string, T> _values = known.ToDictionary(nameOf);

        public T Read(JsonSpot spot)
        {
            if (spot.Kind == JsonTokenType.String)
                return _values.TryGetValue(spot.Text, out var value) ? value : throw spot.Wrong($"there is no {what} '{spot.Text}', expected {(_values.Count > 0 ? $"one of {string.Join(", ", _values.Keys)}, or " : "")}an object that says what it is");
            var made = read(spot);
            if (!_values.TryAdd(nameOf(made), made)) throw spot.Wrong($"the {what} '{nameOf(made)}' is there already; another one needs another name");
            return made;
        }
    }
}
