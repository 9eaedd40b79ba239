#!/bin/sh
# Writes charts.json: the figures of tests/Plotly/ReferenceCharts.cs as the original Plotly.NET makes them.
# The committed file was made with Plotly.NET.CSharp 0.13.0 over Plotly.NET at commit 56cc5638 (after 5.1.0), DynamicObj 4.0.3
# and FSharp.Core 10.1, all built from their sources on .NET 10. With PLOTLY_FOLDER set, the assemblies in that folder are used,
# otherwise the NuGet package.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${PLOTLY_FOLDER:-}" ]; then
  source='<Reference Include="'$PLOTLY_FOLDER'/*.dll" /><PackageReference Include="Newtonsoft.Json" Version="13.0.3" /><PackageReference Include="FSharp.Core" Version="10.1.401" />'
else
  source='<PackageReference Include="Plotly.NET.CSharp" Version="0.13.0" />'
fi
cat > "$work/make.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup>$source<Compile Include="$here/../../Plotly/ReferenceCharts.cs" /></ItemGroup>
</Project>
PROJECT
cat > "$work/Program.cs" <<'PROGRAM'
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

var charts = new JsonObject();
foreach (var (name, json) in EarlyExit.Tests.Plotly.ReferenceCharts.All()) charts[name] = JsonNode.Parse(json);
foreach (var (_, chart) in charts) (chart!["layout"] as JsonObject)?.Remove("template"); // thousands of characters of default colours
var text = charts.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
File.WriteAllText(args[0], text.Replace("},\"", "},\n\"") + "\n");
PROGRAM
dotnet run --project "$work/make.csproj" -c Release -- "$work/charts.json"
mv "$work/charts.json" "$here/charts.json"
