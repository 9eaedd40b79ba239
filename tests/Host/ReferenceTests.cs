using EarlyExit.Host.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EarlyExit.Tests.Host;

/// <summary><c>#r</c> with assemblies that are made here.</summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReferenceTests()
    {
        var inner = Compile("Inner", "namespace Inner; public static class Deep { public static int Calls; public static string Where() => typeof(Deep).Assembly.Location; }");
        Compile("Outer", "namespace Outer; public class Thing { public static int Call() => ++Inner.Deep.Calls; public static string Where() => Inner.Deep.Where(); "
            + "public static Inner.Hidden? Nothing() => null; }", inner);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Paths_are_relative_to_the_folder_and_dependencies_are_found_beside()
    {
        var session = await new SessionLog(_folder.File("notebooks")).RunAsync("#r \"../lib/Outer.dll\"\nusing Outer;", "Thing.Where()");
        Assert.Equal(_folder.File("lib/Inner.dll"), session.Shown);
    }

    [Fact]
    public async Task A_type_from_an_assembly_that_no_cell_names_is_an_error_as_in_other_kernels()
    {
        var session = await new SessionLog(_folder.Path).RunAsync("#r \"lib/Outer.dll\"", "Outer.Thing.Nothing()");
        Assert.Equal("CS0012", session.Error!.Type);
    }

    [Fact]
    public async Task Static_state_belongs_to_a_session()
    {
        string[] cells = ["#r \"lib/Outer.dll\"", "Outer.Thing.Call();", "Outer.Thing.Call()"];
        Assert.Equal("2", (await new SessionLog(_folder.Path).RunAsync(cells)).Shown);
        Assert.Equal("2", (await new SessionLog(_folder.Path).RunAsync(cells)).Shown);
    }

    [Fact]
    public async Task An_assembly_named_twice_is_one()
    {
        var session = await new SessionLog(_folder.Path).RunAsync("#r \"lib/Outer.dll\"", "var thing = new Outer.Thing();", "#r \"lib/../lib/Outer.dll\"",
            "thing is Outer.Thing");
        Assert.Equal("True", session.Shown);
    }

    [Fact]
    public async Task A_missing_assembly_is_an_error_that_names_it()
    {
        var session = await new SessionLog(_folder.Path).RunAsync("#r \"lib/Missing.dll\"");
        Assert.Equal("CS0006", session.Error!.Type);
        Assert.Contains("lib/Missing.dll", session.Error.Message);
        Assert.DoesNotContain("workbook", session.Error.Message);
        session = await new SessionLog(_folder.Path).RunAsync("#r \"../artifacts/notebook/EarlyExit.Lib.dll\"");
        Assert.EndsWith("(./workbook kernel install builds it)", session.Error!.Message);
    }

    private string Compile(string name, string code, params string[] references)
    {
        Directory.CreateDirectory(_folder.File("lib"));
        Directory.CreateDirectory(_folder.File("notebooks"));
        var path = _folder.File($"lib/{name}.dll");
        var hidden = name == "Inner" ? "namespace Inner { public class Hidden { } }" : "";
        var compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(hidden)],
            [.. references.Append(typeof(object).Assembly.Location).Append(System.Reflection.Assembly.Load("System.Runtime").Location).Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
