"""Texts that the tests of the compiler read: the shipped notice, and an invented one."""

from pathlib import Path

HENGYANG = (Path(__file__).parents[2] / "packs/hengyang-2020/notice.txt").read_bytes().decode()
LABELS = Path(__file__).parents[2] / "packs/hengyang-2020/notice.labels.json"

INVENTED = """河东县水利局文件
河水发〔2021〕7号
河东县水利局关于做好2021年山塘巡查工作的通知
各乡镇水利站，县水利工程队：
根据《河东县山塘管理办法》（河政发〔2019〕3号），现就有关事项通知如下：
一、巡查
（一）各乡镇水利站要每日巡查辖区山塘，每月5日前向县水利局工程科报送巡查记录。
（二）县水利工程队应于6月30日前完成山塘清淤不少于30处；重大险情立即上报。
二、总结
1.各乡镇水利站于12月底前提交总结一式3份。
2.高度重视，加强领导。
二、附则
1.我局将于9月对各乡镇进行抽查。
联系人：张三，联系电话：000-1234567。
附件：1.山塘名册
2.巡查记录表
河东县水利局
2021年3月1日
附件1
山塘名册
全县共有山塘四百余处。
"""
