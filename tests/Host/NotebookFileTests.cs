using System.Text.Json.Nodes;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

public class NotebookFileTests
{
    private const string Minimal = """{ "cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }""";

    [Fact]
    public void What_Jupyter_wrote_is_written_back_byte_for_byte()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "golden", "host", "jupyter.ipynb");
        Assert.Equal(File.ReadAllText(path), NotebookWriter.ToJson(NotebookReader.Read(path)));
    }

    [Fact]
    public void Texts_may_be_one_string_or_a_list()
    {
        var one = Parse("""{ "cell_type": "markdown", "id": "a", "metadata": {}, "source": "a\nb" }""");
        var list = Parse("""{ "cell_type": "markdown", "id": "a", "metadata": {}, "source": ["a\n", "b"] }""");
        Assert.Equal("a\nb", one.Cells[0].Source);
        Assert.Equal(NotebookWriter.ToJson(one), NotebookWriter.ToJson(list));
    }

    [Fact]
    public void An_execute_result_is_a_display()
    {
        var notebook = Parse("""
            { "cell_type": "code", "id": "a", "metadata": {}, "execution_count": 3, "source": "1",
              "outputs": [{ "output_type": "execute_result", "execution_count": 3, "metadata": {}, "data": { "text/plain": ["1\n", "2"] } }] }
            """);
        var display = Assert.IsType<DisplayOutput>(notebook.CodeCells.Single().Outputs.Single());
        Assert.True(JsonNode.DeepEquals("1\n2", display.Data["text/plain"]));
    }

    [Theory]
    [InlineData("{", "x.ipynb: line 1: is not JSON")]
    [InlineData("[]", "x.ipynb: $: found a list, expected an object.")]
    [InlineData("{}", "x.ipynb: $.nbformat: found nothing, expected a whole number.")]
    [InlineData("""{ "nbformat": 3, "nbformat_minor": 0 }""", "x.ipynb: $.nbformat: found version 3.0, expected nbformat 4.")]
    [InlineData("""{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {} }""", "x.ipynb: $.cells: found an object, expected a list.")]
    public void A_file_that_is_no_notebook_is_named_with_the_place(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookFormatException>(() => NotebookReader.Parse(json, "x.ipynb")).Message);

    [Theory]
    [InlineData("7", "$.cells[0]: found the number 7, expected an object.")]
    [InlineData("""{ "cell_type": "code", "id": "a", "source": 3 }""", "$.cells[0].source: found the number 3, expected a string or a list of strings.")]
    [InlineData("""{ "cell_type": "code", "id": "a", "source": ["x", 3] }""", "$.cells[0].source[1]: found the number 3, expected a string.")]
    [InlineData("""{ "cell_type": "sql", "id": "a", "source": "" }""", "$.cells[0].cell_type: found 'sql', expected code, markdown or raw.")]
    [InlineData("""{ "cell_type": "code", "id": "a b", "source": "" }""", "$.cells[0].id: found 'a b', expected 1 to 64 letters, digits, '-' or '_'.")]
    [InlineData("""{ "cell_type": "code", "id": "a", "source": "" }""", "$.cells[0].outputs: found nothing, expected a list.")]
    [InlineData("""{ "cell_type": "code", "id": "a", "source": "", "outputs": [{ "output_type": "stream", "name": "stdout" }] }""",
        "$.cells[0].outputs[0].text: found nothing, expected a string or a list of strings.")]
    [InlineData("""{ "cell_type": "code", "id": "a", "source": "", "outputs": [{ "output_type": "odd" }] }""",
        "$.cells[0].outputs[0].output_type: found 'odd', expected stream, display_data, execute_result or error.")]
    public void A_bad_cell_is_named_with_the_place(string cell, string message) =>
        Assert.Equal("x.ipynb: " + message, Assert.Throws<NotebookFormatException>(() => Parse(cell)).Message);

    private static Notebook Parse(string cell) => NotebookReader.Parse(Minimal.Replace("CELL", cell), "x.ipynb");
}
