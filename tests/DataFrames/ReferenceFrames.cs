using System.Text;
using Microsoft.Data.Analysis;

namespace EarlyExit.Tests.DataFrames;

/// <summary>
/// What tables answer, as text. The same file, compiled against the original Microsoft.Data.Analysis, made
/// <c>golden/dataframe/answers.json</c>.
/// </summary>
public static class ReferenceFrames
{
    private const string Csv = "name,count,share,ok\nants, 3 ,.25,true\n\"bees, wild\",,1e-3,False\n\n\"say \"\"hi\"\"\",null,7,\n\"two\nlines\",12,NaN,TRUE\n";

    public static IEnumerable<(string Name, string Answer)> All()
    {
        var frame = Frame();
        yield return ("text", frame.ToString());
        yield return ("text of some rows", frame.ToString(2));
        yield return ("text of long names", new DataFrame(new Int32DataFrameColumn("a rather long name", [1])).ToString());
        yield return ("shape", $"{frame.Rows.Count} {frame.Columns.Count} {frame.Columns.IndexOf("score")} {frame.Columns.IndexOf("none")}");
        yield return ("cell", $"{frame[2, 0]} {frame["score"][1]} {frame.Rows[3]["seed"]} {frame.Rows[3][2]} {frame.Columns["seed"][0]}");
        yield return ("row", frame.Rows[2].ToString());
        yield return ("types", string.Join(" ", frame.Columns.Select(c => $"{c.GetType().Name}:{c.DataType.Name}:{c.NullCount}:{c.IsNumericColumn()}")));
        yield return ("column", frame["score"].ToString());
        yield return ("head", frame.Head(2).ToString());
        yield return ("tail", frame.Tail(2).ToString());
        yield return ("rows by number", frame[new[] { 3, 0, 3 }].ToString());
        yield return ("rows by truth", frame[new[] { true, false, true }].ToString());
        yield return ("filter by number", frame.Filter(frame["score"].ElementwiseGreaterThan(.5)).ToString());
        yield return ("filter by int", frame.Filter(frame["seed"].ElementwiseLessThanOrEqual(1)).ToString());
        yield return ("filter by text", frame.Filter(frame["regime"].ElementwiseEquals("joint")).ToString());
        yield return ("filter by other text", frame.Filter(frame["regime"].ElementwiseNotEquals("joint")).ToString());
        yield return ("filter with nulls", string.Join(" ", Comparisons(frame["score"])));
        yield return ("types kept by filter", string.Join(" ", frame.Head(1).Columns.Select(c => c.GetType().Name)));
        yield return ("order by number", frame.OrderBy("score").ToString());
        yield return ("order by number, falling", frame.OrderByDescending("score").ToString());
        yield return ("order, nulls first", frame.OrderBy("score", ascending: true, putNullValuesLast: false).ToString());
        yield return ("order by text", frame.OrderBy("regime").ToString());
        yield return ("sort", frame["score"].Sort(ascending: false).ToString());
        foreach (var group in new[] { "regime", "seed" })
        {
            yield return ($"{group}: count", frame.GroupBy(group).Count().ToString());
            yield return ($"{group}: mean", frame.GroupBy(group).Mean("score").ToString());
            yield return ($"{group}: sum", frame.GroupBy(group).Sum("score").ToString());
            yield return ($"{group}: min", frame.GroupBy(group).Min("score").ToString());
            yield return ($"{group}: max", frame.GroupBy(group).Max("score").ToString());
            yield return ($"{group}: first", frame.GroupBy(group).First().ToString());
        }
        yield return ("groups", string.Join("; ", frame.GroupBy<string>("regime").Groupings.Select(g => $"{g.Key}: {string.Join(", ", g.Select(row => row["seed"]))}")));
        yield return ("type of mean", frame.GroupBy("regime").Mean("score")["score"].DataType.Name + frame.GroupBy("regime").Count("score")["score"].DataType.Name);
        var negative = new DataFrame(new Int32DataFrameColumn("group", [1, 1, 2]), new SingleDataFrameColumn("score", new float?[] { -2, null, -1 }));
        yield return ("negative", $"{negative["score"].Max()} {negative["score"].Min()} {negative.GroupBy("group").Max()}");
        yield return ("mean", $"{frame["score"].Mean():R} {frame["score"].Median():R} {frame["score"].Sum()} {frame["score"].Min()} {frame["score"].Max()}");
        yield return ("mean of ints", $"{frame["seed"].Mean():R} {frame["seed"].Median():R} {frame["seed"].Sum()} {frame["seed"].Sum().GetType().Name}");
        yield return ("append", Appended(["mixed", 7, .75]));
        yield return ("append with conversion", Appended(["mixed", "7", ".75"]));
        yield return ("append null", Appended([null, "", "null"]));
        yield return ("append short", Appended(["mixed"]));
        yield return ("append named", Frame().Append(new Dictionary<string, object> { ["seed"] = 9 }).ToString());
        yield return ("append rows", Frame().Append(frame.Head(1).Rows).ToString());
        yield return ("append leaves the frame", $"{Frame().Append(new object[] { "x", 1, 1.0 }).Rows.Count} {frame.Rows.Count}");
        yield return ("set", Set());
        yield return ("rename", Renamed());
        yield return ("csv in", DataFrame.LoadCsvFromString(Csv).ToString());
        yield return ("csv in, types", string.Join(" ", DataFrame.LoadCsvFromString(Csv).Columns.Select(c => c.GetType().Name)));
        yield return ("csv in, given types", DataFrame.LoadCsvFromString("a;b\n1;2.5\n3;4", ';', dataTypes: [typeof(int), typeof(double)]).ToString());
        yield return ("csv in, no header", DataFrame.LoadCsvFromString("1,x\n2,y\n", header: false).ToString());
        yield return ("csv in, some rows", DataFrame.LoadCsvFromString("a\n1\n2\n3\n", numberOfRowsToRead: 2).ToString());
        yield return ("csv in, index", DataFrame.LoadCsvFromString("a\n1\n2\n", addIndexColumn: true).ToString());
        yield return ("csv in, doubles", DataFrame.LoadCsvFromString("a,a,\n1,2,3\n", renameDuplicatedColumns: true).ToString());
        yield return ("csv in, spaces", DataFrame.LoadCsvFromString("a , b\n x y , \"  z \" \n").Rows[0].ToString());
        yield return ("csv out", SavedCsv(frame));
        yield return ("csv out and in", SavedCsv(DataFrame.LoadCsvFromString(Csv)));
        yield return ("csv out without header", SavedCsv(frame, ';', false));
        foreach (var (name, act) in Mistakes(frame)) yield return (name, Mistake(act));
    }

    private static IEnumerable<(string, Action)> Mistakes(DataFrame frame)
    {
        yield return ("mistake: no such column", () => _ = frame["none"]);
        yield return ("mistake: no such group", () => frame.GroupBy("none"));
        yield return ("mistake: group type", () => frame.GroupBy<double>("regime"));
        yield return ("mistake: lengths", () => _ = new DataFrame(new Int32DataFrameColumn("a", [1]), new Int32DataFrameColumn("b", [1, 2])));
        yield return ("mistake: names", () => _ = new DataFrame(new Int32DataFrameColumn("a", [1]), new Int32DataFrameColumn("a", [1])));
        yield return ("mistake: value type", () => frame["seed"][0] = "x");
        yield return ("mistake: column type", () => frame.Columns.GetDoubleColumn("seed"));
        yield return ("mistake: too long a row", () => frame.Append(new object[] { 1, 2, 3, 4, 5 }));
        yield return ("mistake: wrong value", () => frame.Append(new object[] { "a", "not a number", 1 }));
        yield return ("mistake: empty csv", () => DataFrame.LoadCsvFromString(""));
        yield return ("mistake: short line", () => DataFrame.LoadCsvFromString("a,b\n1,2\n3\n"));
        yield return ("mistake: sum of texts", () => frame["regime"].Sum());
        yield return ("mistake: number against truth", () => frame["seed"].ElementwiseEquals(true));
    }

    private static DataFrame Frame() => new(
        new StringDataFrameColumn("regime", ["joint", "disjoint", "joint", "mixed"]),
        new Int32DataFrameColumn("seed", [1, 0, 0, 1]),
        new DoubleDataFrameColumn("score", new double?[] { .25, .75, null, 1 }));

    private static IEnumerable<string> Comparisons(DataFrameColumn column)
    {
        PrimitiveDataFrameColumn<bool>[] all =
        [
            column.ElementwiseEquals(.75), column.ElementwiseNotEquals(.75), column.ElementwiseGreaterThan(.25),
            column.ElementwiseGreaterThanOrEqual(.25), column.ElementwiseLessThan(1), column.ElementwiseLessThanOrEqual(1),
        ];
        return all.Select(truth => string.Concat(truth.Select(t => t == true ? '1' : t == false ? '0' : '?')));
    }

    private static string Appended(object?[] row)
    {
        var frame = Frame();
        frame.Append(row, inPlace: true);
        return frame.ToString();
    }

    private static string Set()
    {
        var frame = Frame();
        frame[0, 0] = "separate";
        frame["score"][2] = .5;
        frame["more"] = new BooleanDataFrameColumn("any name", new bool?[] { true, null, false, true });
        frame["seed"] = new SingleDataFrameColumn("seed", [1, 2, 3, 4]);
        return frame.ToString();
    }

    private static string Renamed()
    {
        var frame = Frame();
        frame.Columns.RenameColumn("seed", "run");
        frame.Columns.Remove("score");
        return $"{frame}{frame.Columns.IndexOf("run")}{frame.Columns.IndexOf("seed")}";
    }

    private static string SavedCsv(DataFrame frame, char separator = ',', bool header = true)
    {
        using var stream = new MemoryStream();
        DataFrame.SaveCsv(frame, stream, separator, header, Encoding.UTF8);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Mistake(Action act)
    {
        try
        {
            act();
            return "none";
        }
        catch (Exception error)
        {
            return error.GetType().Name;
        }
    }
}
