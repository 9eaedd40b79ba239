using System.Text.Json;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Kernel;

namespace EarlyExit.Tests.Host;

/// <summary>What an editor finds in .vscode and .devcontainer, as far as it can be seen without one.</summary>
public class EditorFilesTests
{
    private static readonly Repository Repository = Repository.Find();

    // C#, notebooks, and the interactive figures in them.
    private static readonly string[] Extensions = ["ms-dotnettools.csharp", "ms-toolsai.jupyter", "ms-toolsai.jupyter-renderers"];

    [Fact]
    public void Both_places_bring_the_same_maintained_extensions()
    {
        Assert.Equal(Extensions, Texts(Read(".vscode/extensions.json").GetProperty("recommendations")));
        Assert.Equal(Extensions, Texts(Read(".devcontainer/devcontainer.json").GetProperty("customizations").GetProperty("vscode").GetProperty("extensions")));
    }

    [Fact]
    public void Every_task_calls_a_command_that_there_is()
    {
        var tasks = Read(".vscode/tasks.json");
        Assert.Equal("./workbook", tasks.GetProperty("command").GetString());
        foreach (var task in tasks.GetProperty("tasks").EnumerateArray().Where(task => !task.TryGetProperty("command", out _)))
            Assert.Contains($"{Texts(task.GetProperty("args"))[0]} ", HelpPage.Text);
        Assert.StartsWith("./workbook ", Read(".devcontainer/devcontainer.json").GetProperty("postCreateCommand").GetString());
    }

    /// <summary>An editor takes the kernel whose name the notebook asks for, and colours cells by the language that the kernel names.</summary>
    [Fact]
    public void Notebooks_ask_for_the_kernel_that_environment_md_registers()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains($"./workbook kernel install --name {KernelSpecs.NotebooksName} --display-name \".NET (C#)\"", File.ReadAllText(Path.Combine(Repository.Root, "environment.md")));
        var file = new KernelSpecs(folder.Path, []).Install(KernelSpecs.NotebooksName, ".NET (C#)", ["workbook"]);
        var kernel = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        foreach (var path in Directory.EnumerateFiles(Repository.Notebooks, "*.ipynb"))
        {
            using var notebook = JsonDocument.Parse(File.ReadAllText(path));
            var asked = notebook.RootElement.GetProperty("metadata").GetProperty("kernelspec");
            Assert.Equal((KernelSpecs.NotebooksName, ".NET (C#)", "C#"), (Text(asked, "name"), Text(asked, "display_name"), Text(asked, "language")));
            Assert.Equal((Text(asked, "display_name"), Text(asked, "language")), (Text(kernel, "display_name"), Text(kernel, "language")));
        }

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, file)), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
