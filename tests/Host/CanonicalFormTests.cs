using System.Text.Json.Nodes;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

public class CanonicalFormTests
{
    [Fact]
    public void Metadata_is_what_every_host_needs_and_tags()
    {
        var cell = new CodeCell("a", "1", new JsonObject { ["collapsed"] = true, ["tags"] = new JsonArray("exercise") }, null, []);
        var text = new MarkdownCell("b", "x", new JsonObject { ["vscode"] = new JsonObject() });
        var clean = CanonicalForm.Of(new Notebook([cell, text], new JsonObject { ["orig_nbformat"] = 4 }));
        Assert.Equal("""{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"},"tags":["exercise"]}""",
            clean.Cells[0].Metadata.ToJsonString());
        Assert.Equal("{}", clean.Cells[1].Metadata.ToJsonString());
        Assert.Equal(["kernelspec", "language_info", "polyglot_notebook"], clean.Metadata.Select(entry => entry.Key));
        Assert.Equal("""{"display_name":".NET (C#)","language":"C#","name":".net-csharp"}""", clean.Metadata["kernelspec"]!.ToJsonString());
        Assert.Equal("csharp", (string?)clean.Metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
    }

    [Fact]
    public void Cells_that_ran_are_counted_from_one()
    {
        var clean = CanonicalForm.Of(new Notebook([Ran("a", 12), new CodeCell("b", "not run", [], null, []), Ran("c", 3)], []));
        Assert.Equal([1, null, 2], clean.CodeCells.Select(cell => cell.ExecutionCount));
    }

    [Fact]
    public void Ids_stay_where_they_are_unique_and_are_made_from_the_text_where_they_are_not_there()
    {
        var notebook = NotebookReader.Parse("""
            { "nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [
              { "cell_type": "markdown", "source": "same" }, { "cell_type": "markdown", "id": "mine", "source": "x" },
              { "cell_type": "markdown", "source": "same" }, { "cell_type": "markdown", "id": "mine", "source": "y" }] }
            """, "x.ipynb");
        var ids = CanonicalForm.Of(notebook).Cells.Select(cell => cell.Id).ToArray();
        // The first 8 digits of sha256("same").
        Assert.Equal(["0967115f", "mine", "0967115f-2", "mine-2"], ids);
    }

    [Fact]
    public void Outputs_are_stored_as_a_terminal_shows_them()
    {
        var cell = SmallNotebooks.Code("a", "x", new StreamOutput("stdout", "10 %\r"), new StreamOutput("stdout", "100 %\nend\n"),
            new StreamOutput("stderr", "\rgone\r    \r"));
        Assert.Equal([new StreamOutput("stdout", "100 %\nend\n")], CanonicalForm.Of(new Notebook([cell], [])).CodeCells.Single().Outputs);
    }

    [Fact]
    public void Canonical_form_of_itself_is_itself()
    {
        var once = NotebookWriter.ToJson(CanonicalForm.Of(new Notebook(
            [new MarkdownCell("cell-1", "# A\r\n\r\ntext\n\n", []), Ran("b", 4), new RawCell("c", " x ", [])], [])));
        Assert.Equal(once, NotebookWriter.ToJson(CanonicalForm.Of(NotebookReader.Parse(once, "x.ipynb"))));
    }

    [Theory]
    [InlineData("took 6f9619ff-8b86-d011-b42d-00c04fc964ff", "6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("saved to /home/ann/x.npz", "/home/ann/x.npz")]
    [InlineData(@"saved to C:\Users\ann", @"C:\Users")]
    public void What_differs_from_machine_to_machine_is_a_problem(string output, string named)
    {
        var notebook = CanonicalForm.Of(new Notebook([SmallNotebooks.Code("a", "x", new StreamOutput("stdout", output))], []));
        Assert.Contains(named, Assert.Single(CanonicalForm.Problems(notebook, NotebookWriter.ToJson(notebook))));
    }

    [Fact]
    public void A_clean_notebook_has_no_problems_and_others_are_told_theirs()
    {
        var clean = CanonicalForm.Of(new Notebook([Ran("a", 1)], []));
        Assert.Empty(CanonicalForm.Problems(clean, NotebookWriter.ToJson(clean)));
        Assert.Equal(["is not in canonical form: run ./workbook clean"], CanonicalForm.Problems(clean, NotebookWriter.ToJson(clean) + "\n"));
        var empty = CanonicalForm.Of(new Notebook([], []));
        Assert.Equal(["has no code cell"], CanonicalForm.Problems(empty, NotebookWriter.ToJson(empty)));
        var waiting = CanonicalForm.Of(SmallNotebooks.Of("1"));
        Assert.Equal(["code cell 1 has not been run: run ./workbook publish"], CanonicalForm.Problems(waiting, NotebookWriter.ToJson(waiting)));
        var failed = CanonicalForm.Of(new Notebook([SmallNotebooks.Code("a", "x", new ErrorOutput("E", "v", []))], []));
        Assert.Equal(["code cell 1 shows an error"], CanonicalForm.Problems(failed, NotebookWriter.ToJson(failed)));
    }

    private static CodeCell Ran(string id, int count) => new(id, "x", [], count, []);
}
