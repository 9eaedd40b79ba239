using System.CommandLine;
using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Host.Score;

namespace EarlyExit.Host.Commands;

/// <summary>
/// <c>score</c>: every measure of outputs that somebody brings. It runs on the wing of outputs, which is built along with this program
/// (lib/EarlyExit.Outputs.csproj): nothing has to be set up, compiled or loaded for it, and it works where TorchSharp does not.
/// </summary>
internal static class ScoreCommand
{
    private const string All = "all";

    public static Command Create()
    {
        var file = new Argument<string>("outputs") { Description = "NumPy file with logits, labels and costs (data/README.md)." };
        var fit = new Option<string?>("--fit") { Description = "Outputs on other samples for calibrators to learn from; by halves without it.", HelpName = "file" };
        var variants = Variants();
        var json = new Option<bool>("--json") { Description = "An array of records {measure, convention, exit, variant, value} instead of tables." };
        var command = new Command("score", "Print every measure of outputs, as they are and calibrated.") { file, fit, variants, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var asked = parsed.GetValue(variants)!;
            var outputs = Load(path);
            var card = Judge(outputs, parsed.GetValue(fit), asked.Length > 0 ? Chosen(asked) : Calibrators.Light);
            if (parsed.GetValue(json)) Records.Write(Console.OpenStandardOutput(), card);
            else new Report(card, path, parsed.GetValue(fit)).Show(detailed: asked.Length > 0 ? int.MaxValue : 1);
            return 0;
        });
        return command;
    }

    private static Option<string[]> Variants()
    {
        var option = new Option<string[]>("--variant")
        {
            Description = $"A calibrator, by the start of its name; may be repeated. {All} takes seconds, the default leaves out the slow ones.",
            HelpName = "name",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!Chosen([token.Value]).Any())
                    result.AddError($"There is no variant '{token.Value}', only {string.Join(", ", Calibrators.Standard.Select(one => one.Name))}, {All}");
        });
        return option;
    }

    private static ICalibrator[] Chosen(string[] names) => [.. Calibrators.Standard.Where(calibrator =>
        names.Any(name => name == All || calibrator.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))];

    private static Scorecard Judge(ExitOutputs outputs, string? fit, IReadOnlyList<ICalibrator> calibrators)
    {
        if (fit is null) return Scorecard.ByHalves(outputs, calibrators);
        var heldOut = Load(fit);
        try
        {
            return Scorecard.FittedOn(heldOut, outputs, calibrators);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--fit {fit}: {problem.Message}");
        }
    }

    private static ExitOutputs Load(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder, expected a NumPy .npz file.");
        try
        {
            return ExitOutputs.Load(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file '{path}'.");
        }
        catch (Exception problem) when (problem is OutputsFormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(problem.Message.ReplaceLineEndings(" "));
        }
    }
}
