using System.CommandLine;

namespace EarlyExit.Host.Commands;

/// <summary>The arguments that several commands share.</summary>
internal static class Options
{
    public static readonly string[] Scales = ["smoke", "quick", "full"];

    /// <summary>What can be downloaded.</summary>
    public static readonly string[] Downloads = ["mnist", "fashion-mnist", "cifar-10", "cifar-100", "20-newsgroups", "sts-b"];

    private static readonly string[] BuiltIn = ["shapes", "topics", "sentence-pairs"];

    public static Argument<string[]> Notebooks()
    {
        var argument = new Argument<string[]>("notebooks")
        {
            Description = "Files, patterns, or the start of a name such as 20.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } unknown)
                result.AddError($"There is no option '{unknown.Value}'");
        });
        return argument;
    }

    public static Option<string> Scale()
    {
        var option = new Option<string>("--scale") { Description = "How much is computed; quick takes minutes.", DefaultValueFactory = _ => "quick" };
        option.AcceptOnlyFromAmong(Scales);
        return option;
    }

    public static Option<string?> DataSet()
    {
        var option = new Option<string?>("--data")
        {
            Description = "The data set to run on: one of those that data downloads, or a folder with images.npy and labels.npy (data/README.md).",
            HelpName = "name or folder",
            // Notebooks run in another folder.
            CustomParser = result => result.Tokens[0].Value is var name && !IsName(name) && Directory.Exists(name) ? Path.GetFullPath(name) : name,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is var name && !IsName(name) && !Directory.Exists(name))
                result.AddError($"--data is '{name}', expected one of {string.Join(", ", [.. BuiltIn, .. Downloads])}, or a folder with images.npy and labels.npy.");
        });
        return option;

        static bool IsName(string name) => BuiltIn.Contains(name) || Downloads.Contains(name);
    }

    public static Option<double?> TimeLimit()
    {
        var option = new Option<double?>("--time-limit") { Description = "Seconds that one cell may take.", HelpName = "seconds" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not > 0)
                result.AddError($"--time-limit is '{result.Tokens[0].Value}', expected a number of seconds above 0.");
        });
        return option;
    }

    /// <summary>What is asked for, or what is ample for the scale.</summary>
    public static TimeSpan LimitFor(string scale, double? seconds) =>
        TimeSpan.FromSeconds(seconds ?? scale switch { "full" => 24 * 3600, _ => 600 });
}
