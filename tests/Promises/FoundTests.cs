using System.Security.Cryptography;
using System.Text;
using EarlyExit.Charts;
using EarlyExit.Exits;
using EarlyExit.Host.Notebooks;
using EarlyExit.Regimes;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Promises;

/// <summary>What the long tests found once, case by case.</summary>
[Collection("torch")]
public sealed class FoundTests : OneThread
{
    private readonly TemporaryFolder _folder = new();

    public override void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
    }

    [Theory]
    [InlineData("""{"Identity":"a","Position":{"Step":0,"LossSum":0,"Stall":{"Best":[],"Since":[]},"Seconds":0,"Epochs":[]},"Sections":[{"Name":"w","Length":-1,"Sha256":""}]}""", "section of -1 bytes")]
    [InlineData("""{"Identity":null,"Position":null,"Sections":null}""", "describes no checkpoint")]
    [InlineData("[]", "describes no checkpoint")]
    [InlineData("null", "null")]
    public void A_signed_checkpoint_with_a_senseless_header_is_refused(string header, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var path = _folder.File("checkpoint.bin");
        File.WriteAllBytes(path, [.. "EECKPT1\n"u8, .. SHA256.HashData(bytes), .. BitConverter.GetBytes(bytes.Length), .. bytes]);
        Assert.Contains(reason, Assert.Throws<CheckpointFormatException>(() => Checkpoint.Load(path)).Message);
    }

    [Fact]
    public void Null_in_a_list_and_a_key_twice_are_refused()
    {
        Assert.Contains("null", Assert.Throws<OutputsFormatException>(() => Zoo.Load(Path.GetDirectoryName(_folder.Write("index.json", "[null]"))!)).Message);
        var verdict = _folder.Write("a.json", """{"notebook":"05-a","claim":"c","paper":"p","outcome":"holds","summary":"s","data":"d","seeds":1,"samples":1,"scale":"quick","rows":[null]}""");
        Assert.Contains("row 1 is null", Assert.Throws<FormatException>(() => VerdictFile.Read(verdict)).Message);
        Assert.Throws<NotebookFormatException>(() => NotebookReader.Parse("""{ "nbformat": 4, "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [] }""", "a.ipynb"));
    }

    [Fact]
    public void A_row_wider_than_the_header_has_columns_with_names()
    {
        Packages.SkipUnlessCompat("the package fails with an index out of range");
        Assert.Equal("Column1", DataFrame.LoadCsvFromString("a\n1,2\n").Columns[1].Name);
    }

    [Fact]
    public void A_tensor_is_not_moved_into_a_scope_that_is_gone()
    {
        Packages.SkipUnlessCompat("what the package's finalizer does is its own matter");
        var gone = NewDisposeScope();
        gone.Dispose();
        using var tensor = ones(2);
        Assert.Throws<ObjectDisposedException>(() => tensor.MoveToOtherDisposeScope(gone));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    [InlineData((int)ScalarType.QInt8)]
    [InlineData(99)]
    public void A_number_that_is_no_plain_element_type_is_refused_before_libtorch_sees_it(int type)
    {
        Packages.SkipUnlessCompat("what the package does with such numbers is its own matter");
        using var tensor = ones(2);
        Assert.Throws<ArgumentException>(() => tensor.to_type((ScalarType)type));
        Assert.Throws<ArgumentException>(() => zeros(2, dtype: (ScalarType)type));
    }

    [Fact]
    public void A_full_cache_is_not_taken_for_one_that_somebody_works_on()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "there is no file system here on which nothing can be made");
        var entry = StudyEntry.Of(new StudyFolders("/proc/self", "/nowhere"), "words", "key");
        Assert.ThrowsAny<SystemException>(() => entry.Lock(TestContext.Current.CancellationToken));
    }
}
