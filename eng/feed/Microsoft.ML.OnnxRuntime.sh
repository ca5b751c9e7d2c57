#!/usr/bin/env bash
# Builds Microsoft.ML.OnnxRuntime.<version>.nupkg: eng/feed/Microsoft.ML.OnnxRuntime.sh OUTPUT_FOLDER VERSION
# The npm package carries the published managed sources and the published native library (MIT); nothing is changed in either.
# Prints nothing when it succeeds.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
source "$root/eng/shell/common.sh"
carrier=com.github.asus4.onnxruntime@0.4.9
carried_version=1.29.0
digest=e59788788818fdde1b2e522e766a21ba0f7d8391de55737abf81e32cc801785d
output=$1 version=$2

[ "$version" = "$carried_version" ] || fail "Directory.Packages.props asks for Microsoft.ML.OnnxRuntime $version, but eng/feed builds $carried_version: change one of them"
command -v npm >/dev/null || fail "npm is missing: install it (Debian: apt-get install npm), or use a package source that has Microsoft.ML.OnnxRuntime $version"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$carrier" >npm.log 2>&1 || { cat npm.log >&2; fail "npm could not fetch $carrier (messages above): check the network and 'npm config get registry'"; }
archive=$(echo *.tgz)
[ "$(sha256sum "$archive" | cut -d ' ' -f 1)" = "$digest" ] || fail "$carrier is not the archive that this release was made with (SHA-256 differs): nothing was built"
tar xzf "$archive" package/Runtime package/Plugins/Linux/x64 package/LICENSE package/ThirdPartyNotices.txt
# Settings of a folder above must not reach this project.
printf '<Project />\n' | tee Directory.Build.props Directory.Build.targets >Directory.Packages.props
cat >onnxruntime.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <AssemblyName>Microsoft.ML.OnnxRuntime</AssemblyName>
    <PackageId>Microsoft.ML.OnnxRuntime</PackageId>
    <Version>$version</Version>
    <Authors>Microsoft</Authors>
    <Description>ONNX Runtime $version: managed API and native library for Linux x64, packed locally from $carrier.</Description>
    <PackageLicenseFile>LICENSE</PackageLicenseFile>
    <PackageReadmeFile></PackageReadmeFile>
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
    <!-- The sources take NET10_0 for a mobile platform; these say what they need to know. -->
    <DisableImplicitFrameworkDefines>true</DisableImplicitFrameworkDefines>
    <DefineConstants>\$(DefineConstants);NETCOREAPP;NETCOREAPP3_0_OR_GREATER;NET5_0_OR_GREATER</DefineConstants>
    <WarningLevel>0</WarningLevel>
    <RunAnalyzers>false</RunAnalyzers>
    <NuGetAudit>false</NuGetAudit>
    <EnableDefaultItems>false</EnableDefaultItems>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="package/Runtime/**/*.cs" />
    <Using Include="System.Reflection" />
    <None Include="package/Plugins/Linux/x64/libonnxruntime.so" Pack="true" PackagePath="runtimes/linux-x64/native/libonnxruntime.so" />
    <None Include="package/LICENSE;package/ThirdPartyNotices.txt" Pack="true" PackagePath="/" />
  </ItemGroup>
</Project>
XML
dotnet pack onnxruntime.csproj -c Release -o "$work/out" --nologo -v q >pack.log 2>&1 || { cat pack.log >&2; fail "Microsoft.ML.OnnxRuntime could not be packed (messages above)"; }
mkdir -p "$output"
mv -f "$work/out/Microsoft.ML.OnnxRuntime.$version.nupkg" "$output/"
