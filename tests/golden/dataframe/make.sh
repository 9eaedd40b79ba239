#!/bin/sh
# Writes answers.json: what tests/DataFrames/ReferenceFrames.cs hears from the original Microsoft.Data.Analysis.
# The committed file was made with dotnet/machinelearning at commit cd2fbd617 (0.23), built from its sources without its Arrow part,
# on .NET 10. With ANALYSIS_DLL set, that assembly is used, otherwise the NuGet package.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${ANALYSIS_DLL:-}" ]; then
  source='<Reference Include="'$ANALYSIS_DLL'" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.0" />'
else
  source='<PackageReference Include="Microsoft.Data.Analysis" Version="0.23.0" />'
fi
cat > "$work/make.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable><InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>$source<Compile Include="$here/../../DataFrames/ReferenceFrames.cs" /></ItemGroup>
</Project>
PROJECT
cat > "$work/Program.cs" <<'PROGRAM'
using System.Text.Json;

var answers = EarlyExit.Tests.DataFrames.ReferenceFrames.All().ToDictionary(a => a.Name, a => a.Answer);
File.WriteAllText(args[0], JsonSerializer.Serialize(answers, new JsonSerializerOptions { WriteIndented = true }) + "\n");
PROGRAM
dotnet run --project "$work/make.csproj" -c Release -- "$work/answers.json"
mv "$work/answers.json" "$here/answers.json"
