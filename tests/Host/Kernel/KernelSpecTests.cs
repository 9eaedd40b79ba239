using System.Text.Json.Nodes;
using EarlyExit.Host;
using EarlyExit.Host.Kernel;
using EarlyExit.Host.Kernel.Wire;

namespace EarlyExit.Tests.Host.Kernel;

public sealed class KernelSpecTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KernelSpecs _specs;

    public KernelSpecTests() => _specs = new KernelSpecs(_folder.File("mine"), [_folder.File("shared")]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kernel_is_registered_as_Jupyter_reads_it_replaced_and_removed()
    {
        var path = _specs.Install("earlyexit", "C# (workbook)", ["/somewhere/workbook"]);
        var spec = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal(_folder.File("mine/earlyexit/kernel.json"), path);
        Assert.Equal(["/somewhere/workbook", "kernel", "run", "--connection-file", "{connection_file}"], spec["argv"]!.AsArray().Select(part => (string?)part));
        Assert.Equal(("C# (workbook)", "C#", "message"), ((string?)spec["display_name"], (string?)spec["language"], (string?)spec["interrupt_mode"]));
        _specs.Install("earlyexit", "Another name", ["/elsewhere/workbook"]);
        Assert.Contains("Another name", File.ReadAllText(path));
        Assert.Equal(path, _specs.Uninstall("earlyexit"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Contains("no kernel called 'earlyexit'", Assert.Throws<UsageException>(() => _specs.Uninstall("earlyexit")).Message);
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("shared")]
    public void Somebody_elses_kernel_is_left_alone(string place)
    {
        var theirs = _folder.Write($"{place}/.net-csharp/kernel.json", """{ "argv": ["dotnet", "interactive"], "display_name": ".NET (C#)" }""");
        Assert.Contains(theirs, Assert.Throws<UsageException>(() => _specs.Install(".net-csharp", "x", ["y"])).Message);
        if (place == "mine") Assert.Contains("left alone", Assert.Throws<UsageException>(() => _specs.Uninstall(".net-csharp")).Message);
        Assert.Contains("interactive", File.ReadAllText(theirs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a b")]
    public void A_name_that_Jupyter_does_not_take_is_refused(string name) =>
        Assert.Contains("--name", Assert.Throws<UsageException>(() => _specs.Install(name, "x", ["y"])).Message);

    [Theory]
    [InlineData("not JSON", "is not a connection file")]
    [InlineData("{}", "ports")]
    [InlineData("""{ "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "" }""", "key is empty")]
    [InlineData("""{ "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k", "ip": "0.0.0.0" }""", "ip is '0.0.0.0', expected 127.0.0.1")]
    [InlineData("""{ "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k", "transport": "ipc" }""", "transport is 'ipc', expected tcp")]
    [InlineData("""{ "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k", "signature_scheme": "none" }""", "expected hmac-sha256")]
    [InlineData("""{ "shell_port": 70000, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k" }""", "shell_port is 70000")]
    public void A_connection_file_that_cannot_be_served_is_named_with_the_reason(string text, string reason)
    {
        var path = _folder.Write("connection.json", text);
        var message = Assert.Throws<UsageException>(() => ConnectionFile.Read(path)).Message;
        Assert.StartsWith(path, message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void A_missing_connection_file_is_named() =>
        Assert.Contains("no-such-file", Assert.Throws<UsageException>(() => ConnectionFile.Read(_folder.File("no-such-file"))).Message);
}
